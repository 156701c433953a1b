/** Short notices at the edge of the screen, for what has no place of its own on the page. */
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";

import { text } from "@/shared/i18n";

const FAILURE_MS = 8_000;
const UNDO_MS = 10_000;

/** What a screen reader calls the cross. */
const closing = (): { "aria-label": string } => ({ "aria-label": text("close") });

export function tellFailure(message: string): void {
  notifications.show({ message, color: "red", autoClose: FAILURE_MS, closeButtonProps: closing() });
}

/** Says what was done, and offers to take it back while it shows. */
export function tellUndo(message: string, label: string, undo: () => void): void {
  const id = crypto.getRandomValues(new Uint32Array(1)).join("");
  const onClick = (): void => {
    notifications.hide(id);
    undo();
  };
  notifications.show({
    id,
    color: "accent",
    autoClose: UNDO_MS,
    closeButtonProps: closing(),
    message: (
      <Group justify="space-between" gap="xs">
        {message}
        <Button variant="default" size="xs" onClick={onClick}>
          {label}
        </Button>
      </Group>
    ),
  });
}
