/** A conversation on a server for tests of whole pages: REST at the wire, and a real socket. */
import { screen, waitFor } from "@testing-library/react";
import { expect, vi } from "vitest";
import { WebSocket } from "ws";

import { adopt } from "@/shared/session/store";
import type { ConversationEvent, Message } from "@/stream";
import { CONVERSATION, conversation } from "@/stream/testing/messages";
import { RealtimeServer } from "@/stream/testing/realtime-server";

import { session } from "../../../../test/people";
import { renderAt } from "../../../../test/render";
import { json, page, problem, wire, type Wire } from "../../../../test/wire";

export const MODEL = {
  id: "model-1",
  name: "gpt-5-mini",
  display_name: "GPT-5 mini",
  provider: "openai",
  connection: { id: "k1", name: "OpenAI" },
  is_default: true,
  available: true,
  capabilities: { vision: false, tools: false, reasoning: false },
  context_window: null,
};
export const OTHER_MODEL = {
  ...MODEL,
  id: "model-2",
  name: "other",
  display_name: "Other model",
  is_default: false,
};

export interface Stage {
  server: RealtimeServer;
  rest: Wire;
  /** What the server has of the conversation. */
  stored: (...items: Message[]) => void;
  /** Tells everyone who follows the conversation. */
  happens: (event: ConversationEvent) => void;
  /** Goes to the conversation and waits until it is followed. */
  open: (as?: "reading") => Promise<void>;
}

const FIRST_EVENT = 10;

/** Somebody is signed in, and the page's sockets lead here. End it with `stage.server.stop()`. */
export async function setStage(): Promise<Stage> {
  const me = session();
  const server = await RealtimeServer.start();
  const { url } = server;
  server.tokens.add(me.access_token);
  vi.stubGlobal(
    "WebSocket",
    class extends WebSocket {
      constructor() {
        super(url);
      }
    },
  );
  adopt(me);
  const rest = wire({
    "GET /models": () => page([MODEL, OTHER_MODEL]),
    "GET /conversations": ({ query }) => page(query.get("scope") === "joined" ? [] : [conversation()]),
    [`GET /conversations/${CONVERSATION}`]: () => json(conversation()),
    // What a model would see of it is another test's business.
    [`GET /conversations/${CONVERSATION}/context`]: () => problem(503, "provider_unavailable"),
  });
  let n = FIRST_EVENT;
  return {
    server,
    rest,
    stored: (...items) => {
      rest.on(`GET /conversations/${CONVERSATION}/messages`, () =>
        json({ items, next_cursor: null, event_cursor: n }),
      );
    },
    happens: (event) => server.append(CONVERSATION, { n: ++n, event }),
    open: async (as) => {
      renderAt(`/c/${CONVERSATION}`);
      if (as !== "reading") await screen.findByRole("textbox", { name: "Your message" });
      await waitFor(() => expect(server.frames("subscribe").length).toBeGreaterThan(0));
    },
  };
}
