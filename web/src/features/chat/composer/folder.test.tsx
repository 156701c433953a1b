/** A folder chosen with the paper clip: what the mouse drops, the keyboard has too. */
import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import { fileServer } from "@/features/files/testing/file-server";
import { adopt, forget } from "@/shared/session/store";

import { session } from "../../../../test/people";
import { renderAlone } from "../../../../test/render";
import { Composer } from "./Composer";

beforeEach(() => {
  fileServer();
  // Whoever was here before has left, and their uploads with them.
  forget("chosen");
  adopt(session());
});

function choose(names: readonly string[]): void {
  const files = names.map((name) => new File([name], name, { type: "text/plain" }));
  fireEvent.change(screen.getByLabelText("Folder"), { target: { files } });
}

it("comes with all that is in it, or not at all", async () => {
  renderAlone(<Composer place="c1" onSend={vi.fn()} onStop={null} blocked={null} />);
  choose(["a.md", ".DS_Store"]);
  expect(await screen.findByText("a.md")).toBeInTheDocument();
  choose(Array.from({ length: 21 }, (_, number) => `${number}.md`));
  await waitFor(() =>
    expect(screen.getByRole("textbox")).toHaveAccessibleDescription(/in the folder are more/),
  );
  expect(screen.queryByText("0.md")).not.toBeInTheDocument();
  expect(screen.queryByText(".DS_Store")).not.toBeInTheDocument();
});

it.each([
  ["(pointer: fine)", ["Photos and files", "Folder", "Take a photo"]],
  ["(pointer: coarse)", ["Photos and files", "Take a photo"]],
])("is offered to a mouse only: phones keep no folders to speak of (%s)", async (pointer, offered) => {
  const device = window.matchMedia.bind(window);
  vi.spyOn(window, "matchMedia").mockImplementation((query) =>
    Object.assign(device(query), { matches: query === pointer }),
  );
  renderAlone(<Composer place="c1" onSend={vi.fn()} onStop={null} blocked={null} />);
  await userEvent.click(screen.getByRole("button", { name: "Attach files" }));
  const items = await screen.findAllByRole("menuitem");
  expect(items.map(({ textContent }) => textContent)).toEqual(offered);
});
