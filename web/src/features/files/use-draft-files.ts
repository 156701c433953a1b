/** The files of one draft, for the composer. What does the work is loaded with the first file. */
import { useEffect, useState, useSyncExternalStore } from "react";

import { usePerson } from "@/shared/session";
import type { Attachment } from "@/stream";

import type { DraftFile } from "./upload/draft-file";
import { hasKept } from "./upload/kept";
import type { Added, Uploads } from "./upload/uploads";

const NONE: readonly DraftFile[] = [];
const nothing = (): (() => void) => () => undefined;

export interface DraftFiles {
  readonly files: readonly DraftFile[];
  /** Null until the first file was chosen. */
  readonly uploads: Uploads | null;
  add: (chosen: readonly File[]) => Promise<Added>;
  /** Takes the files out of the draft, for the question they go with. */
  send: () => readonly Attachment[];
  putBack: (files: readonly Attachment[]) => void;
}

async function load(personId: string): Promise<Uploads> {
  const { uploadsFor } = await import("./upload/current");
  return uploadsFor(personId);
}

export function useDraftFiles(place: string): DraftFiles {
  const { id } = usePerson();
  const [uploads, setUploads] = useState<Uploads | null>(null);
  const need = async (): Promise<Uploads> => {
    const loaded = await load(id);
    setUploads(loaded);
    return loaded;
  };
  useEffect(() => {
    if (!hasKept(id)) return undefined;
    let gone = false;
    load(id).then(
      (loaded) => {
        if (!gone) setUploads(loaded);
      },
      // Without a connection the module may not come; the next chosen file asks for it again.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [id]);
  const files = useSyncExternalStore(uploads?.subscribe ?? nothing, () => uploads?.files(place) ?? NONE);
  return {
    files,
    uploads,
    add: async (chosen) => (await need()).add(place, chosen),
    send: () => uploads?.send(place) ?? [],
    putBack: (returned) => {
      if (returned.length > 0) void need().then((loaded) => loaded.putBack(place, returned));
    },
  };
}
