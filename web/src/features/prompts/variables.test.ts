// @vitest-environment node
import { describe, expect, it } from "vitest";

import { describedVariables, inputOf, valuesOf } from "./template-values";
import { fill, labelOf, plain, variablesIn } from "./variables";

describe("variables", () => {
  it("are found once, in their order", () => {
    expect(variablesIn("{{ b }} {{a}} {{b}} {{ }} {{two words}} {c} {{größe_2}} {{{{d}}}}")).toEqual([
      "b",
      "a",
      "größe_2",
      "d",
    ]);
  });

  it("take text that is not looked through again", () => {
    expect(fill("{{a}}-{{ b }}-{{c}}", { a: "{{b}}", b: "$& $1" })).toBe("{{b}}-$& $1-{{c}}");
    expect(fill("{{toString}}", {})).toBe("{{toString}}");
  });

  it("have a name to read", () => {
    expect(labelOf(plain("target_group"))).toBe("Target group");
    expect(labelOf({ ...plain("x"), label: "For whom" })).toBe("For whom");
  });

  it("of a template come from its texts, described as before", () => {
    const values = {
      ...valuesOf(null),
      prompt: "{{a}} {{b}}",
      first_messages: [{ question: "{{c}}", answer: "Yes" }],
      variables: [{ ...plain("b"), type: "choice" as const, options: ["x"], default: "gone" }, plain("old")],
    };
    expect(describedVariables(values).map(({ name, type }) => [name, type])).toEqual([
      ["a", "text"],
      ["b", "choice"],
      ["c", "text"],
    ]);
    const sent = inputOf(values);
    expect(sent.variables[1]?.default).toBe("");
    expect(sent.first_messages).toEqual([
      { role: "user", content: "{{c}}" },
      { role: "assistant", content: "Yes" },
    ]);
  });
});
