/** What an answer rests on: what was searched for it, and the places that it cites as [number]. */

import { asArrayOf, asObject, integer, nullable, oneOf, text, type Fields } from "./fields";
import type { AnswerGrounding } from "./frames";
import { isFinal, type Message } from "./types";

const STATES = ["searching", "done"] as const;
const CONFIDENCES = ["high", "medium", "low", "none"] as const;
const KINDS = ["knowledge", "file"] as const;

export type Confidence = (typeof CONFIDENCES)[number];

/** What was searched in documents. `question`: as it was searched for; the rest is null while it is searched. */
export interface Grounding {
  readonly state: (typeof STATES)[number];
  readonly question: string | null;
  readonly confidence: Confidence | null;
  /** Why, in the reader's language. */
  readonly reason: string | null;
  /** How many documents were searched, and how many passages found in them. */
  readonly searched: number | null;
  readonly passages: number | null;
}

/** A place in a document; its words are asked for when somebody opens it, for not everyone may. */
export interface Citation {
  readonly number: number;
  readonly kind: (typeof KINDS)[number];
  readonly title: string;
  /** The headings above it, the outermost first. */
  readonly heading: readonly string[];
  readonly page: number | null;
  readonly base_id: string | null;
  readonly document_id: string | null;
  readonly version_id: string | null;
  readonly chunk_id: string | null;
  /** In the version's text, in code points. */
  readonly start: number | null;
  readonly end: number | null;
  /** Of a file in the conversation: `file:` and its id. */
  readonly passage_id: string | null;
}

export function readGrounding(from: Fields): Grounding | null {
  if (from.grounding == null) return null;
  const grounding = asObject(from.grounding, "grounding");
  return {
    state: oneOf(grounding, "state", STATES),
    question: nullable(grounding, "question", text),
    confidence: grounding.confidence == null ? null : oneOf(grounding, "confidence", CONFIDENCES),
    reason: nullable(grounding, "reason", text),
    searched: nullable(grounding, "searched", integer),
    passages: nullable(grounding, "passages", integer),
  };
}

/** None where a server of an earlier release says nothing. */
export function readCitations(from: Fields): Citation[] {
  return from.citations == null ? [] : asArrayOf(from, "citations", readCitation);
}

function readCitation(citation: Fields): Citation {
  const heading = Array.isArray(citation.heading) ? citation.heading : [];
  return {
    number: integer(citation, "number"),
    kind: oneOf(citation, "kind", KINDS),
    title: text(citation, "title"),
    heading: heading.filter((part): part is string => typeof part === "string"),
    page: nullable(citation, "page", integer),
    base_id: nullable(citation, "base_id", text),
    document_id: nullable(citation, "document_id", text),
    version_id: nullable(citation, "version_id", text),
    chunk_id: nullable(citation, "chunk_id", text),
    start: nullable(citation, "start", integer),
    end: nullable(citation, "end", integer),
    passage_id: nullable(citation, "passage_id", text),
  };
}

/** The search for an answer goes on; what an earlier attempt found, and what comes after the end, says nothing new. */
export function grounded(message: Message, event: AnswerGrounding): Message {
  if (event.attempt < message.attempt || (event.attempt === message.attempt && isFinal(message.status)))
    return message;
  return { ...message, grounding: event.grounding };
}
