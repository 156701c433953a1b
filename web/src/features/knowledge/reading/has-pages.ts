import type { DocumentDetail } from "../types";

/** Whether it can be looked at page by page. A picture is its own only page, a fax has several. */
export const hasPages = ({
  media_kind: kind,
  pages,
}: Pick<DocumentDetail, "media_kind" | "pages">): boolean =>
  kind === "image" || (kind === "pdf" && pages !== null);
