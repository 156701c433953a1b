/** Questions that the server has not confirmed, kept in this browser so that a reload loses none of them. */
import { recall, remember } from "@/shared/lib/storage";
import type { Letter } from "@/stream";

export interface Unsent extends Letter {
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
      return Array.isArray(list) ? list.filter(isUnsent) : [];
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
