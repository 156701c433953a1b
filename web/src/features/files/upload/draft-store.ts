/** The files of all drafts, kept in this browser as they change. */
import { keep, readKept } from "./kept";
import type { DraftFile } from "./draft-file";

const NONE: readonly DraftFile[] = [];

export class DraftStore {
  private readonly drafts: Map<string, readonly DraftFile[]>;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly personId: string) {
    this.drafts = new Map(readKept(personId));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  files(place: string): readonly DraftFile[] {
    return this.drafts.get(place) ?? NONE;
  }

  all(): readonly DraftFile[] {
    return [...this.drafts.values()].flat();
  }

  set(place: string, files: readonly DraftFile[]): void {
    // The order of the entries is the order of use.
    this.drafts.delete(place);
    if (files.length > 0) this.drafts.set(place, files);
    keep(this.personId, this.drafts);
    for (const listener of [...this.listeners]) listener();
  }

  /** Changes one file wherever it is; one that is gone stays gone. */
  change(key: string, next: (file: DraftFile) => DraftFile): void {
    for (const [place, files] of this.drafts) {
      if (!files.some((file) => file.key === key)) continue;
      this.set(
        place,
        files.map((file) => (file.key === key ? next(file) : file)),
      );
      return;
    }
  }
}
