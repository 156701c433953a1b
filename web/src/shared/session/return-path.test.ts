import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { returnPath } from "./return-path";

describe("returnPath", () => {
  it("keeps a page of this site", () => {
    expect(returnPath("/admin/people?q=ada#top")).toBe("/admin/people?q=ada#top");
  });

  it.each([
    undefined,
    "",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
  ])("sends %j home", (candidate) => expect(returnPath(candidate)).toBe("/"));

  it.each(["/.//evil.example", "/..//evil.example/x"])("keeps %j on this site", (candidate) => {
    expect(new URL(returnPath(candidate), location.origin).origin).toBe(location.origin);
  });

  it("never leaves this site, whatever is asked", () => {
    fc.assert(
      fc.property(fc.string(), fc.webUrl(), (text, url) => {
        for (const candidate of [text, `/${text}`, `/${url}`, `//${url}`, `/\\${url}`, `/./${url}`]) {
          const target = new URL(returnPath(candidate), location.origin);
          expect(target.origin).toBe(location.origin);
        }
      }),
    );
  });
});
