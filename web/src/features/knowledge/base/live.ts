/** What the server tells about a base, put into what is loaded of it. No React in here. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";

import type { Page } from "@/api/types";
import { createBatch, nextFrame, type Schedule } from "@/stream/batch";
import type { BaseEvent, BaseFollower, Work } from "@/stream/bases";

import { baseKey, BASES } from "../api";
import { documentKey, documentsKey, DOCUMENT, operationsKey } from "../documents-api";
import { isInWork, type DocumentStatus, type KnowledgeDocument, type Operation, type Stage } from "../types";

/** However much happens, what is shown is asked for no more often than this. */
const RELOAD_MS = 2_000;

const IN_WORK = ["waiting", "running"] as const satisfies readonly DocumentStatus[];
const RUNNING = ["waiting", "running"] as const satisfies readonly Operation["status"][];
const STAGES = [
  "checking",
  "reading",
  "chunking",
  "embedding",
  "indexing",
  "done",
] as const satisfies readonly Stage[];

/** Of a document that is taken in; what comes of it is more than an event says. */
type Progress = Pick<KnowledgeDocument, "status" | "stage" | "percent">;

/** Parts of a base by the third word of their keys; figures and tests of it are not asked for again and again. */
const TAKEN_IN = ["base", "documents", "folders"];
const ORDERED = [...TAKEN_IN, "tags", "operations"];

const told = new Set<string>();

/** Whether what happens in a base is told, and shown, as it happens. */
export const isLive = (baseId: string): boolean => told.has(baseId);

export class LiveBase implements BaseFollower {
  private readonly batch;
  private readonly documents = new Set<string>();
  private readonly parts = new Set<string>();
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: QueryClient,
    private readonly baseId: string,
    private readonly setLive: (is: boolean) => void,
    schedule: Schedule = nextFrame,
  ) {
    this.batch = createBatch<BaseEvent>((events) => this.apply(events), schedule);
  }

  event(event: BaseEvent): void {
    this.batch.push(event);
  }

  live(is: boolean): void {
    this.setLive(is);
    if (is) told.add(this.baseId);
    else told.delete(this.baseId);
    if (is) this.missed();
  }

  missed(): void {
    // What is being asked for right now is as new as it gets.
    void this.client.invalidateQueries({
      predicate: ({ queryKey, state }) =>
        state.data !== undefined && state.fetchStatus === "idle" && this.isOfBase(queryKey, ORDERED),
    });
  }

  closed(): void {
    void this.client.invalidateQueries({ queryKey: baseKey(this.baseId) });
  }

  stop(): void {
    told.delete(this.baseId);
    this.batch.clear();
    clearTimeout(this.resting);
  }

  private apply(events: readonly BaseEvent[]): void {
    const progress = new Map<string, Progress>();
    for (const event of events) {
      if (event.type === "other") this.reload(ORDERED);
      else if (event.type === "operation") this.showOperation(event);
      else {
        const now = event.work && progressOf(event.work);
        if (now) progress.set(event.id, now);
        else this.reload(event.work ? TAKEN_IN : ORDERED, event.id);
      }
    }
    if (progress.size > 0) this.showProgress(progress);
  }

  /** Rows and pages that show these in work already go on; of others the events say too little. */
  private showProgress(progress: ReadonlyMap<string, Progress>): void {
    const shown = new Set<string>();
    const advanced = <D extends KnowledgeDocument>(document: D): D => {
      const now = progress.get(document.id);
      if (!now || !isInWork(document)) return document;
      shown.add(document.id);
      return { ...document, ...now };
    };
    this.client.setQueriesData<InfiniteData<Page<KnowledgeDocument>>>(
      { queryKey: documentsKey(this.baseId) },
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({ ...page, items: page.items.map(advanced) })),
        },
    );
    for (const id of progress.keys()) {
      this.client.setQueriesData<KnowledgeDocument>(
        { queryKey: [...documentKey(id), "detail"] },
        (document) => document && advanced(document),
      );
      if (!shown.has(id)) this.reload(TAKEN_IN, id);
    }
  }

  private showOperation({ id, status, total, done, failed }: BaseEvent & { type: "operation" }): void {
    const key = operationsKey(this.baseId);
    const going = RUNNING.find((each) => each === status);
    const shown = this.client.getQueryData<Page<Operation>>(key);
    if (going === undefined || shown?.items.some((one) => one.id === id) !== true) {
      this.reload(ORDERED);
      return;
    }
    const items = shown.items.map((one) =>
      one.id === id ? { ...one, status: going, total, done, failed } : one,
    );
    this.client.setQueryData<Page<Operation>>(key, { ...shown, items });
  }

  private reload(parts: readonly string[], document?: string): void {
    for (const part of parts) this.parts.add(part);
    if (document !== undefined) this.documents.add(document);
    if (this.resting === undefined) this.reloadNow();
  }

  private reloadNow(): void {
    this.resting = undefined;
    const { parts, documents } = this;
    if (parts.size === 0) return;
    const [wanted, ids] = [[...parts], new Set(documents)];
    parts.clear();
    documents.clear();
    void this.client.invalidateQueries({
      predicate: ({ queryKey }) => this.isOfBase(queryKey, wanted, ids),
    });
    this.resting = setTimeout(() => this.reloadNow(), RELOAD_MS);
  }

  /** Whether it is a part of the base, or one of these documents (all: which base they are in is not in their keys). */
  private isOfBase(key: readonly unknown[], parts: readonly string[], ids?: ReadonlySet<string>): boolean {
    const [noun, second, third] = key;
    if (noun !== BASES[0]) return false;
    if (second === DOCUMENT) return ids === undefined || ids.has(String(third));
    return second === this.baseId && parts.includes(String(third));
  }
}

/** Null: it is done, has failed, or is where only a newer client knows its way. */
function progressOf({ status, stage, percent }: Work): Progress | null {
  const known = {
    status: IN_WORK.find((each) => each === status),
    stage: STAGES.find((each) => each === stage),
  };
  if (known.status === undefined || known.stage === undefined) return null;
  return { status: known.status, stage: known.stage, percent };
}
