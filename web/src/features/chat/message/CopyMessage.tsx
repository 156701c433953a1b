import { type ReactNode } from "react";

import { useCopy } from "@/shared/ui/use-copy";

import { Action } from "./Action";

/** Copies a message as it was written, in Markdown. */
export function CopyMessage({ text }: { text: string }): ReactNode {
  const { copy, label, icon } = useCopy(text);
  return (
    <Action label={label} onClick={copy}>
      {icon}
    </Action>
  );
}
