import { lazy, Suspense, type ReactNode } from "react";

import type { Attachment } from "@/stream";

const MessageFileList = lazy(() => import("./MessageFileList"));

/** The files of a question that was sent. Most have none: what draws them is loaded with the first one. */
export function MessageFiles({ files }: { files: readonly Attachment[] }): ReactNode {
  return (
    files.length > 0 && (
      <Suspense>
        <MessageFileList files={files} />
      </Suspense>
    )
  );
}
