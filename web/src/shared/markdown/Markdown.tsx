import { lazy, Suspense, type ReactNode } from "react";

import type { MarkdownProps } from "./MarkdownView";
import { PlainText } from "./PlainText";

const view = () => import("./MarkdownView");
const MarkdownView = lazy(view);

/** Fetches the renderer ahead of the first text. */
export function preloadMarkdown(): void {
  view().catch(() => {
    // Tried again when a text is shown.
  });
}

/** Markdown of unknown origin, safely. Until the renderer is there the text shows as it was written. */
export function Markdown(props: MarkdownProps): ReactNode {
  return (
    <Suspense fallback={<PlainText text={props.text} />}>
      <MarkdownView {...props} />
    </Suspense>
  );
}
