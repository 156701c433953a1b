import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { ManagedModel } from "@/api/types";
import { loadAreas } from "@/shared/i18n";
import { startSession } from "@/shared/session";

import { session } from "../../../../test/people";
import { renderAlone } from "../../../../test/render";
import { json, page, problem, wire, type Wire } from "../../../../test/wire";
import { managedModel } from "../testing";
import ModelDetails from "./ModelDetails";

const SECOND = managedModel({ id: "m2", display_name: "Second" });
const THIRD = managedModel({ id: "m3", display_name: "Third", connection: { id: "c2", name: "Own server" } });
const VECTORS = managedModel({ id: "m4", display_name: "Vectors", kind: "embedding" });
const EVERYBODY = { restricted: false, items: [], next_cursor: null };

beforeEach(async () => {
  await loadAreas("en", ["models", "groups"]);
  startSession(session());
});

async function open(
  model: ManagedModel,
  access: unknown = EVERYBODY,
): Promise<{ server: Wire; closed: () => void }> {
  const closed = vi.fn();
  const server = wire({
    "GET /models": () => page([managedModel(), SECOND, THIRD, VECTORS]),
    "GET /models/m1/access": () => json(access),
    "PATCH /models/m1": () => json(model),
    "PUT /models/m1/access": () => json(EVERYBODY),
  });
  renderAlone(<ModelDetails model={model} onClose={closed} />);
  await screen.findByRole("form", { name: "Settings of GPT-6" });
  return { server, closed };
}

const save = (): Promise<void> => userEvent.click(screen.getByRole("button", { name: "Save" }));
const part = (name: string) => within(screen.getByRole("group", { name }));
const UNCHANGED = {
  fallbacks: [],
  price: null,
  capabilities: { vision: null, tools: null, reasoning: null },
  kind: null,
  context_window: null,
};

describe("a model's settings", () => {
  it("say who stands in for it, in an order", async () => {
    const { server, closed } = await open(managedModel({ fallbacks: ["m2", "gone"] }));
    const chain = part("When it does not answer");
    await chain.findByText("Second");
    const names = (): (string | null)[] => chain.getAllByRole("listitem").map((item) => item.textContent);
    expect(names()).toEqual(["1. SecondOpenAI", "2. A model that cannot be asked at present"]);
    await userEvent.click(chain.getByRole("combobox", { name: "Add a model" }));
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual(["Third · Own server"]);
    await userEvent.click(screen.getByRole("option", { name: "Third · Own server" }));
    // Closed again, the field does not take the focus any more.
    await waitFor(() => expect(screen.queryByRole("option")).not.toBeInTheDocument());
    const up = chain.getByRole("button", { name: "Move Third up" });
    await userEvent.click(up);
    await userEvent.click(up);
    expect(up).toHaveFocus();
    expect(up).toHaveAttribute("aria-disabled", "true");
    await userEvent.click(up);
    await userEvent.click(chain.getByRole("button", { name: "Move Third down" }));
    await userEvent.click(chain.getByRole("button", { name: /^Take A model that cannot/ }));
    // Once the hints of the buttons have gone.
    await waitFor(() => expect(names()).toEqual(["1. SecondOpenAI", "2. ThirdOwn server"]));
    await save();
    await waitFor(() => expect(server.at("PUT /models/m1/access")).toHaveLength(1));
    expect(server.at("PATCH /models/m1")[0]?.body).toEqual({ ...UNCHANGED, fallbacks: ["m2", "m3"] });
    await waitFor(() => expect(closed).toHaveBeenCalledOnce());
  });

  it("say who may use it, and warn when that is nobody", async () => {
    const { server } = await open(managedModel({ restricted: true }), {
      restricted: true,
      items: [
        { kind: "role", subject: "guest", name: null },
        { kind: "group", subject: "g1", name: "Sales" },
      ],
      next_cursor: null,
    });
    server.on("GET /directory", () =>
      page([{ kind: "person", id: "p2", name: "Anna Berg", detail: "anna@example.org" }]),
    );
    const access = part("Who may use it");
    await userEvent.click(access.getByRole("checkbox", { name: "Guest" }));
    await userEvent.click(access.getByRole("button", { name: "Take access from Sales" }));
    expect(access.getByText("Nobody may use it, administrators included.")).toBeInTheDocument();
    await userEvent.click(access.getByRole("checkbox", { name: "Administrator" }));
    await userEvent.click(access.getByRole("combobox", { name: "Add a group or a person" }));
    await userEvent.click(await screen.findByRole("option", { name: /Anna Berg/ }));
    await save();
    await waitFor(() => expect(server.at("PUT /models/m1/access")).toHaveLength(1));
    expect(server.at("PUT /models/m1/access")[0]?.body).toEqual({
      restricted: true,
      items: [
        { kind: "role", subject: "admin" },
        { kind: "person", subject: "p2" },
      ],
    });
  });

  it("say what it costs and can, where that comes from, and what an administrator says instead", async () => {
    const { server } = await open(
      managedModel({
        price: { input: "0.25", output: "2", cached_input: "0.025", origin: "price_list" },
        origins: {
          vision: "provider",
          tools: "unknown",
          reasoning: "administrator",
          context_window: "price_list",
        },
      }),
    );
    const price = part("Price");
    expect(
      price.getByText(
        "$0.25 for a million tokens of input, $2.00 of output (from the price list). Input from the cache: $0.025.",
      ),
    ).toBeInTheDocument();
    await userEvent.click(price.getByRole("radio", { name: "Set here, in USD for a million tokens" }));
    await save();
    expect(price.getAllByText("This is needed.")).toHaveLength(2);
    await userEvent.type(price.getByLabelText("Input"), "0.5");
    await userEvent.type(price.getByLabelText("Output"), "4");
    const abilities = part("What it can");
    expect(abilities.getByRole("combobox", { name: "Sees images" })).toHaveValue("Yes, from the provider");
    expect(abilities.getByRole("combobox", { name: "Reasons" })).toHaveValue("No");
    expect(
      abilities.getByText("Leave empty for what is known: 400,000 tokens, from the price list."),
    ).toBeInTheDocument();
    const tools = abilities.getByRole("combobox", { name: "Uses tools" });
    expect(tools).toHaveValue("Not known");
    await userEvent.click(tools);
    await userEvent.click(screen.getByRole("option", { name: "Yes" }));
    await userEvent.type(abilities.getByLabelText("Context in tokens"), "32000");
    const kind = abilities.getByRole("combobox", { name: "What it is for" });
    expect(kind).toHaveValue("Answering, as the provider or its name says");
    await userEvent.click(kind);
    await userEvent.click(screen.getByRole("option", { name: "Vectors (embeddings)" }));
    await save();
    await waitFor(() => expect(server.at("PATCH /models/m1")).toHaveLength(1));
    expect(server.at("PATCH /models/m1")[0]?.body).toEqual({
      fallbacks: [],
      price: { input: "0.5", output: "4", cached_input: null },
      capabilities: { vision: null, tools: true, reasoning: false },
      kind: "embedding",
      context_window: 32_000,
    });
  });

  it("stay open with what was set when the server refuses", async () => {
    const { server, closed } = await open(managedModel());
    server.on("PUT /models/m1/access", () => problem(404, "not_found", { title: "No such group" }));
    await save();
    expect(await screen.findByText("No such group")).toBeInTheDocument();
    expect(closed).not.toHaveBeenCalled();
  });
});
