/** Shows a file beside the conversation. The previews themselves are loaded when the first one is looked at. */
import { lazy, Suspense } from "react";

import { openSidePanel } from "@/shared/ui/side-panel";
import type { Attachment } from "@/stream";

const Preview = lazy(() => import("./Preview"));
const DownloadButton = lazy(() => import("./DownloadButton"));

export function openFile(file: Attachment): void {
  openSidePanel({
    key: file.id,
    title: file.name,
    actions: (
      <Suspense>
        <DownloadButton file={file} />
      </Suspense>
    ),
    body: (
      <Suspense>
        <Preview file={file} />
      </Suspense>
    ),
  });
}
