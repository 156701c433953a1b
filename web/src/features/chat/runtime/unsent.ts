/** Questions that the server has not confirmed, kept in this browser so that a reload loses none of them. */
import type { SourceRef } from "@/features/sources";
import { recall, remember } from "@/shared/lib/storage";
import { asAttachment, type Attachment, type Letter } from "@/stream";

export interface Unsent extends Omit<Letter, "attachment_ids"> {
  readonly attachments: readonly Attachment[];
  /** It will wait for the running answer to end. */
  readonly queues?: boolean;
  /** The new conversation is to be in no list. */
  readonly temporary?: boolean;
  /** What the new conversation's answers rest on. */
  readonly sources?: readonly SourceRef[];
  readonly createdAt: string;
  /** The conversation itself is not known to the server yet. */
  readonly isNew: boolean;
}

/** More than anybody leaves unsent; a bound for what a fault of ours could pile up. */
const MOST = 20;

function isUnsent(value: unknown): value is Unsent {
  if (typeof value !== "object" || value === null) return false;
  const { id, conversation, content, createdAt, isNew } = value as Record<string, unknown>;
  return (
    [id, conversation, content, createdAt].every((field) => typeof field === "string") &&
    typeof isNew === "boolean"
  );
}

/** Those of an earlier version have no files. */
function withFiles(unsent: Unsent): Unsent {
  const files: unknown = unsent.attachments;
  return {
    ...unsent,
    attachments: Array.isArray(files) ? files.map(asAttachment).filter((file) => file !== null) : [],
  };
}

export class UnsentStore {
  private readonly key: string;

  /** Each person has their own: a browser may be shared. */
  constructor(personId: string) {
    this.key = `convosphere.unsent.${personId}`;
  }

  all(): Unsent[] {
    const stored = recall(this.key);
    if (stored === null) return [];
    try {
      const list: unknown = JSON.parse(stored);
      return Array.isArray(list) ? list.filter(isUnsent).map(withFiles) : [];
    } catch {
      // Not ours, or cut off: nothing that could be sent.
      return [];
    }
  }

  put(unsent: Unsent): void {
    this.write([...this.all().filter((other) => other.id !== unsent.id), unsent].slice(-MOST));
  }

  remove(id: string): void {
    this.write(this.all().filter((other) => other.id !== id));
  }

  private write(list: readonly Unsent[]): void {
    remember(this.key, list.length === 0 ? null : JSON.stringify(list));
  }
}
