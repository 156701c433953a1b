import { waitFor } from "@testing-library/react";
import { expect, it } from "vitest";

import { takeOutlineAway } from "./outline";

it("stays until there is something to see", async () => {
  document.body.innerHTML = `<div id="outline"></div><div id="root"></div>`;
  const root = document.getElementById("root") ?? document.body;
  takeOutlineAway(root);
  root.append(document.createElement("style"));
  await Promise.resolve();
  expect(document.getElementById("outline")).not.toBeNull();
  root.append(document.createElement("main"));
  await waitFor(() => expect(document.getElementById("outline")).toBeNull());
  takeOutlineAway(root);
});
