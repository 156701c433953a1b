/** What one has searched for, told once for all times it was asked. */
import type { PastSearch } from "./api";

export interface Asked {
  readonly question: string;
  /** Of all its searches. */
  readonly ids: readonly string[];
  /** Documents that the latest of them found. */
  readonly hits: number;
  /** When it was asked last. */
  readonly at: string;
}

/** `searches` with the newest first, as the server sends them; so are the questions. */
export function eachOnce(searches: readonly PastSearch[]): Asked[] {
  const byQuestion = new Map<string, Asked>();
  for (const { id, question, hits, created_at: at } of searches) {
    const known = byQuestion.get(question) ?? { question, ids: [], hits, at };
    byQuestion.set(question, { ...known, ids: [...known.ids, id] });
  }
  return [...byQuestion.values()];
}
