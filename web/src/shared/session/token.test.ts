// @vitest-environment node
import { describe, expect, it } from "vitest";

import { accessToken } from "../../../test/people";
import { deadlineOf } from "./token";

describe("deadlineOf", () => {
  it("counts the token's own lifetime from when it came, whatever this device's clock says", () => {
    const wrongClock = 1_000;
    expect(deadlineOf(accessToken(900), wrongClock)).toBe(901_000);
  });

  it.each(["", "no-token", "a.b.c", `a.${btoa("null")}.c`, `a.${btoa('{"exp":1,"iat":2}')}.c`])(
    "does not guess from %j",
    (token) => expect(deadlineOf(token, 0)).toBeNull(),
  );
});
