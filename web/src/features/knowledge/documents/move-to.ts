/** Moving as the API takes it. */
import type { NewOperation } from "../types";

/** Into a folder (null: to the top) of this or another base. */
export const moveTo = (
  folderId: string | null,
  baseId: string,
  from: string,
): Omit<NewOperation, "selection"> => ({
  kind: "move",
  folder_id: folderId,
  ...(baseId !== from && { to_base_id: baseId }),
});
