import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { baseKey } from "../api";
import { documentKey, documentsKey, operationsKey } from "../documents-api";
import { LiveBase } from "./live";

const LIST = [...documentsKey("b"), {}];
const DETAIL = [...documentKey("d"), "detail"];

let client: QueryClient;
let base: LiveBase;
/** What was asked for again, by the last two words of its key. */
let asked: string[];
const setLive = vi.fn();

const row = (id: string, status = "waiting"): object => ({ id, status, stage: "checking", percent: 0 });
const work = (percent: number, status = "running"): object => ({ status, stage: "reading", percent });

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
  client.setQueryData(LIST, { pages: [{ items: [row("d"), row("ready", "ready")] }], pageParams: [null] });
  client.setQueryData(DETAIL, row("d"));
  client.setQueryData([...documentKey("e"), "detail"], row("e"));
  client.setQueryData(operationsKey("b"), { items: [{ id: "o", status: "waiting", done: 0 }] });
  for (const key of ["base", "folders", "tags", "members"]) client.setQueryData([...baseKey("b"), key], {});
  client.setQueryData([...baseKey("other"), "documents"], {});
  asked = [];
  client.getQueryCache().subscribe(({ type, query }) => {
    const ended = type === "updated" && query.state.isInvalidated;
    if (ended) asked.push((query.queryKey as string[]).slice(1, 3).join(" "));
  });
  base = new LiveBase(client, "b", setLive, (apply) => void setTimeout(apply, 10));
});

afterEach(() => {
  base.stop();
  vi.useRealTimers();
});

function hear(...events: Parameters<LiveBase["event"]>): void {
  for (const event of events) base.event(event);
  vi.advanceTimersByTime(10);
}

describe("what is shown of a base", () => {
  it("goes on with documents in work without asking for anything", () => {
    base.event({ type: "document", id: "d", work: work(20) as never });
    hear({ type: "document", id: "d", work: work(60) as never });
    expect(client.getQueryData(LIST)).toMatchObject({
      pages: [{ items: [{ ...row("d"), ...work(60) }, row("ready", "ready")] }],
    });
    expect(client.getQueryData(DETAIL)).toMatchObject(work(60));
    hear({ type: "operation", id: "o", status: "running", total: 4, done: 3, failed: 1 });
    expect(client.getQueryData(operationsKey("b"))).toMatchObject({
      items: [{ id: "o", status: "running", total: 4, done: 3, failed: 1 }],
    });
    expect(asked).toEqual([]);
    // A new version of one that is found: the row says more about that than the event.
    hear({ type: "document", id: "ready", work: work(10) as never });
    expect(client.getQueryData(LIST)).toMatchObject({ pages: [{ items: [{}, row("ready", "ready")] }] });
    expect(asked).toContain("b documents");
  });

  it("is asked for when more has changed than is told, at once and then not too often", () => {
    hear({ type: "document", id: "d", work: work(100, "ready") as never });
    expect(asked.toSorted()).toEqual(["b base", "b documents", "b folders", "document d"]);
    hear({ type: "document", id: "new", work: work(0, "waiting") as never });
    hear({ type: "other" });
    expect(asked).toHaveLength(4);
    // Nobody looks at them here, so nothing has been fetched: they are as they came.
    for (const query of client.getQueryCache().getAll()) query.setState({ isInvalidated: false });
    asked = [];
    vi.advanceTimersByTime(2_000);
    expect(asked.toSorted()).toEqual(["b base", "b documents", "b folders", "b operations", "b tags"]);
    vi.advanceTimersByTime(60_000);
    expect(asked).toHaveLength(5);
  });

  it("is asked for when the line is there (again), or something was missed", () => {
    base.live(true);
    expect(setLive).toHaveBeenCalledWith(true);
    const everything = ["b base", "b documents", "b folders", "b operations", "b tags"];
    expect(asked.toSorted()).toEqual([...everything, "document d", "document e"]);
  });
});
