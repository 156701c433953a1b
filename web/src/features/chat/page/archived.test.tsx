/** A conversation of the archive on its own page, however one came there. */
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";

import { conversation, CONVERSATION, message } from "@/stream/testing/messages";

import { json } from "../../../../test/wire";
import { setStage, type Stage } from "../testing/stage";

const ARCHIVED = conversation({
  archived: true,
  archived_at: "2026-03-01T12:00:00Z",
  last_message_at: "2026-03-05T12:00:00Z",
});

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
  stage.stored(message(1), message(2));
  stage.rest.on(`GET /conversations/${CONVERSATION}`, () => json(ARCHIVED));
});

afterEach(async () => {
  await stage.server.stop();
});

it("says where it lies and when it goes, and comes out", async () => {
  stage.rest.on("GET /archive/retention", () => json({ days: 10, since: "2026-01-01T00:00:00Z" }));
  stage.rest.on(`PATCH /conversations/${CONVERSATION}`, ({ body }) =>
    json({ ...ARCHIVED, ...(body as object), archived_at: null }),
  );
  await stage.open();
  expect(await screen.findByText(/in the archive.*deleted on .*15.* unless it is continued/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Move out of the archive" }));
  await waitFor(() => expect(screen.queryByText(/in the archive/)).not.toBeInTheDocument());
  expect(await screen.findByText("Back in the list")).toBeVisible();
});

it("names no day where the archive keeps everything", async () => {
  stage.rest.on("GET /archive/retention", () => json({ days: null, since: null }));
  await stage.open();
  expect(await screen.findByText("This conversation is in the archive.")).toBeVisible();
  expect(screen.queryByText(/deleted on/)).not.toBeInTheDocument();
});
