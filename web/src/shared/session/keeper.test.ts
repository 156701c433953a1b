import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { accessToken, person, session } from "../../../test/people";
import { json, unreachable, wire } from "../../../test/wire";
import { keepSession } from "./keeper";
import { startSession } from "./refresh";
import { sessionState, useSession } from "./store";

let stop: () => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

describe("keepSession", () => {
  it("refreshes a minute before the end, and again before the next", async () => {
    const server = wire({ "POST /auth/refresh": () => json(session({ access_token: accessToken(300) })) });
    startSession(session({ access_token: accessToken(300) }));
    stop = keepSession();
    await pass(239_000);
    expect(server.received).toHaveLength(0);
    await pass(2_000);
    expect(server.received).toHaveLength(1);
    await pass(241_000);
    expect(server.received).toHaveLength(2);
  });

  it("tries again when the server was away", async () => {
    const server = wire({ "POST /auth/refresh": unreachable });
    startSession(session({ access_token: accessToken(30) }));
    stop = keepSession();
    await pass(1_000);
    expect(server.received).toHaveLength(1);
    server.on("POST /auth/refresh", () => json(session()));
    await pass(11_000);
    expect(server.received).toHaveLength(2);
    expect(sessionState().status).toBe("signed-in");
  });

  it("follows other tabs: their new session, and their signing out", async () => {
    vi.useRealTimers();
    stop = keepSession();
    const other = new BroadcastChannel("convosphere.session");
    const changed = (): Promise<void> =>
      new Promise((resolve) => {
        const unsubscribe = useSession.subscribe(() => {
          unsubscribe();
          resolve();
        });
      });
    const signedIn = changed();
    other.postMessage({ type: "session", session: session({ person: person({ name: "Ada King" }) }) });
    await signedIn;
    expect(sessionState()).toMatchObject({ status: "signed-in", person: { name: "Ada King" } });
    const signedOut = changed();
    other.postMessage({ type: "signed-out" });
    await signedOut;
    expect(sessionState()).toMatchObject({ status: "signed-out", reason: "chosen" });
    other.close();
  });
});
