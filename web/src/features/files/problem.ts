import type { AttachmentProblem } from "@/stream";

/** What is wrong with a file, as sentences: titles end without a full stop. */
export const inWords = ({ title, detail }: AttachmentProblem): string =>
  [title && `${title}.`, detail].filter(Boolean).join(" ");
