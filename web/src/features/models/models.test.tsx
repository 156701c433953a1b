import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import { startSession } from "@/shared/session";

import { session } from "../../../test/people";
import { renderAt } from "../../../test/render";
import { json, nothing, page, problem, wire } from "../../../test/wire";
import { connection, managedModel } from "./testing";

const BUILTIN = connection({ id: "c0", provider: "builtin", name: "ConvoSphere", models_count: 1 });
const OPENAI = connection();
const MODEL = managedModel({ restricted: true });
const PREFERENCES = { suggestions: true, organization_suggestions: true, suggestions_available: true };
const FAILURE = { code: "provider_auth", title: "The provider refuses the API key", detail: "It says: no." };

const lists = {
  "GET /connections": () => page([BUILTIN, OPENAI]),
  "GET /connections/discovered": () => json({ items: [] }),
  "GET /connections/c1/models": () => page([MODEL]),
  "GET /chat/preferences": () => json(PREFERENCES),
};

beforeEach(() => startSession(session()));

describe("models", () => {
  it("teach what to do while nothing is connected", async () => {
    wire({ ...lists, "GET /connections": () => page([BUILTIN]) });
    renderAt("/admin/models");
    await screen.findByRole("heading", { name: "No language model is connected yet" });
    await userEvent.click(screen.getByRole("button", { name: "Connect a provider" }));
    expect(await screen.findByRole("combobox", { name: "Provider" })).toHaveValue("OpenAI");
  });

  it("connects what was found nearby with one click", async () => {
    const found = {
      provider: "openai",
      name: "Ollama",
      base_url: "http://127.0.0.1:11434/v1",
      models: ["qwen3"],
    };
    const server = wire({
      ...lists,
      "GET /connections/discovered": () => json({ items: [found] }),
      "POST /connections": () => json(OPENAI, 201),
    });
    renderAt("/admin/models");
    await userEvent.click(await screen.findByRole("button", { name: "Connect Ollama" }));
    await waitFor(() =>
      expect(server.at("POST /connections")[0]?.body).toEqual({
        provider: "openai",
        name: "Ollama",
        base_url: "http://127.0.0.1:11434/v1",
      }),
    );
  });

  it("puts the server's objections at the fields and keeps the key that was typed", async () => {
    wire({
      ...lists,
      "POST /connections": () =>
        problem(422, "invalid_input", {
          errors: [{ field: "body.extra.models.0", code: "long", message: "This name is too long." }],
        }),
    });
    renderAt("/admin/models");
    await userEvent.click(await screen.findByRole("button", { name: "Connect a provider" }));
    await userEvent.click(screen.getByRole("combobox", { name: "Provider" }));
    await userEvent.click(await screen.findByRole("option", { name: "OpenAI-compatible server" }));
    await userEvent.type(screen.getByRole("textbox", { name: "Address" }), "http://gpu:8000/v1");
    await userEvent.type(screen.getByLabelText("API key (if the server wants one)"), "sk-1");
    await userEvent.type(screen.getByRole("textbox", { name: "Models" }), "a");
    await userEvent.click(screen.getByRole("button", { name: "Connect" }));
    await screen.findByText("This name is too long.");
    expect(screen.getByRole("textbox", { name: "Models" })).toBeInvalid();
    expect(screen.getByLabelText("API key (if the server wants one)")).toHaveValue("sk-1");
    expect(screen.getByRole("textbox", { name: "Name" })).toHaveValue("OpenAI-compatible server");
  });

  it("says while a connection is being prepared, and then how it stands", async () => {
    const server = wire({
      ...lists,
      "GET /connections": () => page([BUILTIN, connection({ status: "preparing" })]),
    });
    renderAt("/admin/models");
    await screen.findByText("Being prepared");
    expect(screen.getByText(/It is tested as soon as that is done/)).toBeInTheDocument();
    server.on("GET /connections", () => page([BUILTIN, OPENAI]));
    await waitFor(() => expect(screen.queryByText("Being prepared")).not.toBeInTheDocument(), {
      timeout: 4000,
    });
  });

  it("tests a connection and tells how fast it answers, or why it does not", async () => {
    const server = wire({
      ...lists,
      "POST /connections/c1/test": () => json({ ok: true, latency_ms: 182, models_count: 2, error: null }),
    });
    renderAt("/admin/models");
    await userEvent.click(await screen.findByRole("button", { name: "Test OpenAI" }));
    await screen.findByText("Answers after 182 ms and offers 2 models.");
    server.on("POST /connections/c1/test", () =>
      json({ ok: false, latency_ms: null, models_count: 0, error: FAILURE }),
    );
    await userEvent.click(screen.getByRole("button", { name: "Test OpenAI" }));
    await screen.findByText("The provider refuses the API key");
    expect(screen.queryByText(/Answers after/)).not.toBeInTheDocument();
  });

  it("says when a connection is left alone because it keeps failing, and for how long", async () => {
    wire({
      ...lists,
      "GET /connections": () => page([connection({ circuit: { state: "open", seconds: 22.4 } })]),
    });
    renderAt("/admin/models");
    expect(await screen.findByText("Left alone")).toBeInTheDocument();
    expect(screen.queryByText("Works")).not.toBeInTheDocument();
    expect(screen.getByText(/nobody asks it for another 23 seconds/)).toBeInTheDocument();
  });

  it("chooses the default and takes a model out of the choice", async () => {
    const server = wire({
      ...lists,
      "PATCH /models/m1": ({ body }) => json({ ...MODEL, ...(body as object) }),
    });
    renderAt("/admin/models");
    await userEvent.click(await screen.findByRole("button", { name: "Models of OpenAI" }));
    expect(await screen.findByText("Only for some")).toBeInTheDocument();
    await screen.findByText("gpt-6 · 400,000 tokens of context · sees images · price not known");
    await userEvent.click(screen.getByRole("button", { name: "Make default: GPT-6" }));
    await waitFor(() => expect(server.at("PATCH /models/m1")).toHaveLength(1));
    const choice = await screen.findByRole("switch", { name: "GPT-6 can be chosen" });
    await waitFor(() => expect(choice).toBeEnabled());
    await userEvent.click(choice);
    await waitFor(() =>
      expect(server.at("PATCH /models/m1").map(({ body }) => body)).toEqual([
        { is_default: true },
        { enabled: false },
      ]),
    );
  });

  it("has titles and suggestions written by a small model, and suggestions switched off for everybody", async () => {
    let marked = false;
    const server = wire({
      ...lists,
      "GET /connections/c1/models": () => page([{ ...MODEL, small_tasks: marked }]),
      "PATCH /models/m1": ({ body }) => {
        marked = (body as { small_tasks: boolean }).small_tasks;
        return json({ ...MODEL, small_tasks: marked });
      },
      "PATCH /chat/preferences": () => json({ ...PREFERENCES, organization_suggestions: false }),
    });
    renderAt("/admin/models");
    await userEvent.click(await screen.findByRole("button", { name: "Models of OpenAI" }));
    await userEvent.click(
      await screen.findByRole("button", { name: "Use for titles and suggestions: GPT-6" }),
    );
    const back = await screen.findByRole("button", {
      name: "Not for titles and suggestions any more: GPT-6",
    });
    await userEvent.click(back);
    await screen.findByRole("button", { name: "Use for titles and suggestions: GPT-6" });
    expect(server.at("PATCH /models/m1").map(({ body }) => body)).toEqual([
      { small_tasks: true },
      { small_tasks: false },
    ]);
    const everybody = screen.getByRole("switch", { name: "Suggest to everybody what could be asked next" });
    expect(everybody).toBeChecked();
    await userEvent.click(everybody);
    await waitFor(() => expect(everybody).not.toBeChecked());
    expect(server.at("PATCH /chat/preferences")[0]?.body).toEqual({ organization_suggestions: false });
  });

  it("sends an address only when it changed, so that the key is not asked for again", async () => {
    const server = wire({ ...lists, "PATCH /connections/c1": () => json(OPENAI) });
    renderAt("/admin/models");
    await userEvent.click(await screen.findByRole("button", { name: "Actions for OpenAI" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Change" }));
    const name = await screen.findByRole("textbox", { name: "Name" });
    await userEvent.clear(name);
    await userEvent.type(name, "OpenAI EU");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(server.at("PATCH /connections/c1")[0]?.body).toEqual({ name: "OpenAI EU" }));
  });

  it("names what is lost before it deletes", async () => {
    const server = wire({ ...lists, "DELETE /connections/c1": nothing });
    renderAt("/admin/models");
    await userEvent.click(await screen.findByRole("button", { name: "Actions for OpenAI" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete the connection “OpenAI”?" });
    expect(dialog).toHaveTextContent("its key is erased");
    await userEvent.click(within(dialog).getByRole("button", { name: "Delete OpenAI" }));
    await waitFor(() => expect(server.at("DELETE /connections/c1")).toHaveLength(1));
  });
});
