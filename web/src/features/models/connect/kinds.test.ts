// @vitest-environment node
import { describe, expect, it } from "vitest";

import { asNewConnection, namesOf, type ConnectValues } from "./kinds";

const typed: ConnectValues = {
  kind: "openai",
  name: " OpenAI ",
  base_url: "http://gpu:8000/v1",
  api_key: " sk-1\n",
  vendor: "gemini",
  models: "gemini-3-pro\n\n gemini-3-flash ",
};

describe("asNewConnection", () => {
  it("sends only what the kind asks for; what was typed for another stays behind", () => {
    expect(asNewConnection(typed)).toEqual({ provider: "openai", name: "OpenAI", api_key: "sk-1" });
  });

  it("sends a server of one's own by its address", () => {
    expect(asNewConnection({ ...typed, kind: "compatible", api_key: "", models: "" })).toEqual({
      provider: "openai",
      name: "OpenAI",
      base_url: "http://gpu:8000/v1",
    });
  });

  it("sends LiteLLM's vendor and models as extra", () => {
    expect(asNewConnection({ ...typed, kind: "litellm", base_url: "" })).toEqual({
      provider: "litellm",
      name: "OpenAI",
      api_key: "sk-1",
      extra: { vendor: "gemini", models: ["gemini-3-pro", "gemini-3-flash"] },
    });
  });
});

it("reads names line by line", () => {
  expect(namesOf("a\r\n b \n\nc")).toEqual(["a", "b", "c"]);
});
