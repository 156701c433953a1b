import { Button } from "@mantine/core";
import { type ReactNode } from "react";

import { useCopy } from "./use-copy";

export function CopyButton({ value }: { value: string }): ReactNode {
  const { copy, label, icon } = useCopy(value);
  return (
    <Button variant="default" leftSection={icon} onClick={copy}>
      <span aria-live="polite">{label}</span>
    </Button>
  );
}
