import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState, type ReactNode } from "react";
import { expect, it } from "vitest";

import { ConversationStream } from "@/stream";
import { CONVERSATION, message, pageOf } from "@/stream/testing/messages";

import { renderAlone } from "../../../../test/render";
import { json, wire } from "../../../../test/wire";
import { ChatPageContext, type ChatPageHandle } from "./chat-page";
import { leaveRating } from "./rating-draft";
import { Rating } from "./Rating";

const nothing = (): undefined => undefined;
const handle: ChatPageHandle = {
  ask: nothing,
  askAnew: nothing,
  quote: nothing,
  goTo: nothing,
  topOf: nothing,
  toEnd: nothing,
  toComposer: nothing,
};

/** Its row is made anew with every press, as when one scrolls away and back. */
function Row({ stream }: { stream: ConversationStream }): ReactNode {
  const [times, setTimes] = useState(0);
  return (
    <ChatPageContext value={handle}>
      <button type="button" onClick={() => setTimes(times + 1)}>
        Anew
      </button>
      <Rating key={times} stream={stream} message={message(2)} />
    </ChatPageContext>
  );
}

it("keeps what was written of its reasons when its row is drawn anew, until one leaves the chat", async () => {
  const path = `/conversations/${CONVERSATION}/messages/${message(2).id}/rating`;
  const server = wire({ [`PUT ${path}`]: () => json({}) });
  const stream = new ConversationStream(CONVERSATION, {
    socket: {
      follow: () => ({ restart: nothing, stop: nothing }),
      onState: () => nothing,
      getState: () => "online",
    },
    fetchPage: () => Promise.resolve(pageOf([message(1), message(2)])),
    schedule: setImmediate,
  });
  const close = stream.open();
  await waitFor(() => expect(stream.getView().phase).toBe("ready"));
  renderAlone(<Row stream={stream} />);
  await userEvent.click(screen.getByRole("button", { name: "Bad answer" }));
  await userEvent.click(await screen.findByRole("checkbox", { name: "Factually wrong" }));
  await userEvent.type(screen.getByRole("textbox"), "Goethe was older.");
  screen.getByText("Anew").click();
  expect(await screen.findByRole("textbox")).toHaveValue("Goethe was older.");
  expect(screen.getByRole("checkbox", { name: "Factually wrong" })).toBeChecked();
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(server.at(`PUT ${path}`).at(-1)?.body).toEqual({
      value: "down",
      reasons: ["wrong"],
      comment: "Goethe was older.",
    }),
  );
  await userEvent.click(screen.getByRole("button", { name: "Bad answer" }));
  await screen.findByRole("textbox");
  leaveRating(CONVERSATION);
  await waitFor(() => expect(screen.queryByRole("textbox")).not.toBeInTheDocument());
  close();
});
