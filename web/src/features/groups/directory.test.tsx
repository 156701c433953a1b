import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { startSession } from "@/shared/session";

import { session } from "../../../test/people";
import { renderAlone } from "../../../test/render";
import { page, problem, wire } from "../../../test/wire";
import { DirectorySearch, type DirectorySearchProps } from "./index";

const ANNA = { kind: "person", id: "p1", name: "Anna Berg", detail: "anna@example.org" };
const HANS = { kind: "person", id: "p2", name: "Hans Roth", detail: "hans@example.org" };
const ANALYSTS = { kind: "group", id: "g1", name: "Analysts", detail: null };

beforeEach(() => startSession(session()));

function show(props: Partial<DirectorySearchProps> = {}) {
  const onPick = vi.fn<DirectorySearchProps["onPick"]>();
  renderAlone(<DirectorySearch label="Add someone" onPick={onPick} {...props} />);
  return { onPick, field: screen.getByRole("combobox", { name: "Add someone" }) };
}

describe("the directory's search", () => {
  it("finds with the keyboard, gives what was chosen, and is ready for the next", async () => {
    const server = wire({ "GET /directory": () => page([ANNA, HANS, ANALYSTS]) });
    const { onPick, field } = show();
    await userEvent.type(field, " an");
    expect(await screen.findAllByRole("option")).toHaveLength(3);
    expect(await screen.findByText("3 results")).toBeInTheDocument();
    expect(server.at("GET /directory").at(-1)?.query.get("q")).toBe("an");
    await userEvent.keyboard("{ArrowDown}{ArrowDown}");
    const second = screen.getByRole("option", { name: /Hans Roth/ });
    expect(field).toHaveAttribute("aria-activedescendant", second.id);
    await userEvent.keyboard("n");
    expect(field).not.toHaveAttribute("aria-activedescendant");
    await screen.findAllByRole("option");
    await userEvent.keyboard("{ArrowDown}{ArrowDown}");
    await userEvent.keyboard("{Enter}");
    expect(onPick).toHaveBeenCalledExactlyOnceWith(HANS);
    expect(field).toHaveValue("");
    expect(field).toHaveFocus();
    expect(field).toHaveAttribute("aria-expanded", "false");
  });

  it("asks nobody before it is opened, and closes with Escape", async () => {
    const server = wire({ "GET /directory": () => page([ANNA]) });
    const { field } = show();
    expect(server.at("GET /directory")).toHaveLength(0);
    await userEvent.click(field);
    await screen.findByRole("option", { name: /Anna Berg/ });
    expect(server.at("GET /directory")[0]?.query.has("q")).toBe(false);
    await userEvent.keyboard("{Escape}");
    expect(field).toHaveAttribute("aria-expanded", "false");
  });

  it("does not offer who is there already", async () => {
    wire({ "GET /directory": () => page([ANNA, ANALYSTS]) });
    const { onPick, field } = show({ exclude: new Set(["p1"]) });
    await userEvent.click(field);
    const anna = await screen.findByRole("option", { name: /Anna Berg.*Already added/ });
    expect(anna).toHaveAttribute("data-combobox-disabled");
    await userEvent.click(anna);
    expect(onPick).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("option", { name: /Analysts.*Group/ }));
    expect(onPick).toHaveBeenCalledExactlyOnceWith(ANALYSTS);
  });

  it("leaves groups out where only people fit", async () => {
    wire({ "GET /directory": () => page([ANNA, ANALYSTS]) });
    const { field } = show({ kinds: "people" });
    await userEvent.click(field);
    expect(await screen.findAllByRole("option")).toHaveLength(1);
  });

  it("says when nobody is found, when there are more, and when it did not work", async () => {
    const server = wire({ "GET /directory": () => page() });
    const { field } = show();
    await userEvent.type(field, "zz");
    expect(await screen.findByText("Nobody found for “zz”.")).toBeInTheDocument();
    server.on("GET /directory", () => page([ANNA], "c1"));
    await userEvent.type(field, "z");
    expect(await screen.findByText("There are more. Keep typing to narrow it down.")).toBeInTheDocument();
    server.on("GET /directory", () => problem(403, "forbidden", { title: "Not permitted" }));
    await userEvent.type(field, "z");
    expect(await screen.findByText("Not permitted")).toBeInTheDocument();
    expect(screen.queryByRole("option")).not.toBeInTheDocument();
    await waitFor(() => expect(screen.getAllByRole("status").at(-1)).toBeEmptyDOMElement());
  });
});
