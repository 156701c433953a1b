import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { api } from "@/api/client";
import { ProblemError, UNREACHABLE } from "@/api/problem";
import { accessToken, findSession, sessionState, startSession, type refreshSession } from "@/shared/session";

import { accessToken as token, person, session } from "../../../test/people";
import { json, nothing, problem, unreachable, wire } from "../../../test/wire";
import { useSession } from "./store";

function bearer(headers: Headers): string | null {
  return headers.get("Authorization");
}

describe("finding the session on load", () => {
  beforeEach(() => {
    useSession.setState({ status: "unknown" }, true);
  });

  it("asks nothing of the server for a stranger", async () => {
    const server = wire();
    expect(await findSession()).toMatchObject({ status: "signed-out", reason: "never" });
    expect(server.received).toHaveLength(0);
  });

  it("finds it by the cookie, once for all who ask", async () => {
    localStorage.setItem("convosphere.signed-in", "1");
    const server = wire({ "POST /auth/refresh": () => json(session()) });
    const states = await Promise.all([findSession(), findSession(), accessToken()]);
    expect(states[0].status).toBe("signed-in");
    expect(server.at("POST /auth/refresh")).toHaveLength(1);
  });

  it("takes the answer that the page has asked for while its scripts were on their way, once", async () => {
    localStorage.setItem("convosphere.signed-in", "1");
    const server = wire({ "POST /auth/refresh": () => json(session()) });
    window.convosphereRefresh = Promise.resolve(json(session()));
    expect((await findSession()).status).toBe("signed-in");
    expect(server.received).toHaveLength(0);
    useSession.setState({ status: "unknown" }, true);
    expect((await findSession()).status).toBe("signed-in");
    expect(server.at("POST /auth/refresh")).toHaveLength(1);
  });

  it("knows from that answer, too, that nobody is signed in, or that there is no connection", async () => {
    localStorage.setItem("convosphere.signed-in", "1");
    wire();
    window.convosphereRefresh = unreachable();
    await expect(findSession()).rejects.toMatchObject({ code: UNREACHABLE });
    window.convosphereRefresh = Promise.resolve(problem(401, "unauthenticated"));
    expect(await findSession()).toMatchObject({ status: "signed-out", reason: "never" });
  });

  it("ends quietly when the cookie stands for nothing any more", async () => {
    localStorage.setItem("convosphere.signed-in", "1");
    wire({ "POST /auth/refresh": () => problem(401, "unauthenticated") });
    expect(await findSession()).toMatchObject({ status: "signed-out", reason: "never" });
    expect(localStorage.getItem("convosphere.signed-in")).toBeNull();
  });

  it("says so when the server cannot be reached, and can be asked again", async () => {
    localStorage.setItem("convosphere.signed-in", "1");
    const server = wire({ "POST /auth/refresh": unreachable });
    await expect(findSession()).rejects.toMatchObject({ code: UNREACHABLE });
    expect(sessionState().status).toBe("unknown");
    server.on("POST /auth/refresh", () => json(session()));
    expect((await findSession()).status).toBe("signed-in");
  });
});

describe("requests of a signed-in person", () => {
  it("carry the token and the language on screen", async () => {
    const opened = session();
    startSession(opened);
    document.documentElement.lang = "de";
    const server = wire({ "GET /me": () => json(person()) });
    await api.get("/me");
    expect(bearer(server.received[0]?.headers ?? new Headers())).toBe(`Bearer ${opened.access_token}`);
    expect(server.received[0]?.headers.get("Accept-Language")).toBe("de");
    document.documentElement.lang = "en";
  });

  it("after a 401 are tried once more with a new token, body included", async () => {
    startSession(session());
    const renewed = session();
    const server = wire({
      "POST /auth/refresh": () => json(renewed),
      "PATCH /me": ({ headers }) =>
        bearer(headers) === `Bearer ${renewed.access_token}`
          ? json(person())
          : problem(401, "unauthenticated"),
    });
    await api.patch("/me", { name: "Ada King" });
    expect(server.at("PATCH /me").map(({ body }) => body)).toEqual([
      { name: "Ada King" },
      { name: "Ada King" },
    ]);
  });

  it("that fail together refresh once", async () => {
    startSession(session());
    const renewed = session();
    const server = wire({
      "POST /auth/refresh": () => json(renewed),
      "GET /me": ({ headers }) =>
        bearer(headers) === `Bearer ${renewed.access_token}`
          ? json(person())
          : problem(401, "unauthenticated"),
    });
    await Promise.all([api.get("/me"), api.get("/me"), api.get("/me")]);
    expect(server.at("POST /auth/refresh")).toHaveLength(1);
  });

  it("give up after the second 401 instead of going round in circles", async () => {
    startSession(session());
    const server = wire({
      "POST /auth/refresh": () => json(session()),
      "GET /me": () => problem(401, "unauthenticated"),
    });
    await expect(api.get("/me")).rejects.toMatchObject({ status: 401 });
    expect(server.at("GET /me")).toHaveLength(2);
  });

  it("refresh first when the token is about to end", async () => {
    startSession(session({ access_token: token(2) }));
    const renewed = session();
    const server = wire({ "POST /auth/refresh": () => json(renewed), "GET /me": () => json(person()) });
    await api.get("/me");
    expect(server.received.map(({ path }) => path)).toEqual(["/auth/refresh", "/me"]);
  });

  it("end the session when it was revoked", async () => {
    startSession(session());
    wire({
      "POST /auth/refresh": () => problem(401, "unauthenticated"),
      "GET /me": () => problem(401, "unauthenticated"),
    });
    await expect(api.get("/me")).rejects.toBeInstanceOf(ProblemError);
    expect(sessionState()).toMatchObject({ status: "signed-out", reason: "expired" });
  });

  it("keep the session when the server is away while refreshing", async () => {
    startSession(session());
    wire({ "POST /auth/refresh": unreachable, "GET /me": () => problem(401, "unauthenticated") });
    await expect(api.get("/me")).rejects.toMatchObject({ code: UNREACHABLE });
    expect(sessionState().status).toBe("signed-in");
  });

  it("turn an answer without content into nothing", async () => {
    startSession(session());
    wire({ "DELETE /me/sessions": nothing });
    await expect(api.delete("/me/sessions", { keep_current: true })).resolves.toBeUndefined();
  });
});

/** A server that takes a refresh token used twice for theft, and the cookie jar that all tabs share. */
function rotatingServer(): { refreshes: () => number; stolen: () => boolean } {
  let cookie = 0;
  let current = 0;
  let refreshes = 0;
  let stolen = false;
  wire({
    "POST /auth/refresh": async () => {
      const presented = cookie;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (presented !== current) {
        stolen = true;
        return problem(401, "refresh_reused");
      }
      current += 1;
      refreshes += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      cookie = current;
      return json(session());
    },
  });
  return { refreshes: () => refreshes, stolen: () => stolen };
}

/** A module graph of its own: what a second tab is. */
async function openTab(): Promise<{ refreshSession: typeof refreshSession; status: () => string }> {
  vi.resetModules();
  const tab = await import("@/shared/session");
  tab.useSession.setState({ status: "unknown" }, true);
  return { refreshSession: tab.refreshSession, status: () => tab.sessionState().status };
}

describe("several tabs", () => {
  afterEach(() => {
    Reflect.deleteProperty(navigator, "locks");
  });

  it("never present a refresh token twice (Web Locks)", async () => {
    let queue: Promise<unknown> = Promise.resolve();
    const request = (_name: string, work: () => Promise<unknown>): Promise<unknown> => {
      const turn = queue.then(work);
      queue = turn.catch(() => undefined);
      return turn;
    };
    Object.defineProperty(navigator, "locks", { value: { request }, configurable: true });
    const server = rotatingServer();
    const tabs = await Promise.all([openTab(), openTab(), openTab()]);
    await Promise.all(tabs.map((tab) => tab.refreshSession()));
    expect(server.stolen()).toBe(false);
    expect(tabs.map((tab) => tab.status())).toEqual(["signed-in", "signed-in", "signed-in"]);
  });

  it("never present a refresh token twice without Web Locks (plain http)", async () => {
    const server = rotatingServer();
    const tabs = await Promise.all([openTab(), openTab(), openTab()]);
    await Promise.all(tabs.map((tab) => tab.refreshSession()));
    expect(server.stolen()).toBe(false);
    expect(server.refreshes()).toBeGreaterThan(0);
    expect(tabs.map((tab) => tab.status())).toEqual(["signed-in", "signed-in", "signed-in"]);
  });
});
