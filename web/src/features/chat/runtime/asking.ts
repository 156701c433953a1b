/** What may be wished of a question, and how the wire names it. */
import type { SourceRef } from "@/features/sources";
import type { Letter, WhenBusy } from "@/stream";

import type { Unsent } from "./unsent";

/** What is out of the ordinary about a question. */
export interface Asking {
  /** Two to four models that answer side by side. */
  modelIds?: readonly string[];
  /** The question beside which this one begins a new branch. */
  edits?: string;
  whenBusy?: WhenBusy;
  /** An answer is being written, for the end of which it will wait. */
  queues?: boolean;
}

/** What is out of the ordinary about a new conversation. */
export interface Beginning extends Asking {
  temporary?: boolean;
  /** What its answers rest on. */
  sources?: readonly SourceRef[];
}

export function letterOf(unsent: Unsent): Letter {
  const { conversation, id, content, parent_id, model_id, attachments, model_ids, edits, when_busy } = unsent;
  return {
    ...{ conversation, id, content, parent_id },
    ...(model_ids ? { model_id: null, model_ids } : { model_id }),
    ...(edits !== undefined && { edits }),
    ...(when_busy && { when_busy }),
    ...(attachments.length > 0 && { attachment_ids: attachments.map((file) => file.id) }),
  };
}

/** As the wire names them; what is not asked for is left out. */
export function extras({ modelIds, edits, whenBusy, queues }: Asking): Partial<Unsent> {
  return {
    ...(modelIds && { model_ids: modelIds }),
    ...(edits !== undefined && { edits }),
    ...(whenBusy && { when_busy: whenBusy }),
    ...(queues && { queues }),
  };
}
