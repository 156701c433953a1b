/** Tells of the files that wait in the composer, whenever there are others. */
import { useEffect } from "react";

import { isBroken, type DraftFiles } from "@/features/files";

export function useFileIds(
  files: DraftFiles["files"],
  tell: ((ids: readonly string[]) => void) | undefined,
): void {
  const known = files.flatMap((draft) => (draft.file !== null && !isBroken(draft) ? [draft.file.id] : []));
  const ids = known.join(" ");
  useEffect(() => {
    tell?.(ids === "" ? [] : ids.split(" "));
  }, [ids, tell]);
}
