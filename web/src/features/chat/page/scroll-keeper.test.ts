import { expect, it } from "vitest";

import { ScrollKeeper } from "./scroll-keeper";

it("goes along with the answer to a question that was edited far above the end", () => {
  const told: boolean[] = [];
  const [frame, content] = [document.createElement("div"), document.createElement("div")];
  const keeper = new ScrollKeeper(frame, content, {
    following: (following) => told.push(following),
    reading: () => undefined,
  });
  // Somewhere in the past: there is no end to follow.
  keeper.setCut(true);
  keeper.toEnd();
  keeper.setCut(true);
  expect(told).toEqual([false, true, false]);
  // The new branch is there, and it ends here.
  keeper.setCut(false);
  expect(told.at(-1)).toBe(true);
  // Who has come to the end by themselves since then stays where they are.
  keeper.setCut(true);
  keeper.setCut(false);
  expect(told.at(-1)).toBe(false);
  keeper.stop();
});
