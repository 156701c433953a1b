import { Fragment, type ReactNode } from "react";

import type { SnippetPart } from "@/api/types";

/** A text with the words looked for marked. */
export function Marked({ parts }: { parts: readonly SnippetPart[] }): ReactNode {
  return parts.map((part, place) =>
    // The parts of one text never change their places.
    part.hit ? <mark key={place}>{part.text}</mark> : <Fragment key={place}>{part.text}</Fragment>,
  );
}
