import { Button, Group, Text } from "@mantine/core";
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useMessageLimit, withinLimit } from "../composer/limit";
import classes from "./EditQuestion.module.css";

interface Props {
  /** What was asked. */
  text: string;
  /** What is being written instead. */
  draft: string;
  /** With files it may be without words. */
  hasFiles: boolean;
  /** An answer is being written: it must end before another one can begin. */
  busy: boolean;
  /** From wherever the focus is; else only where there is none. */
  takesFocus: boolean;
  onChange: (draft: string) => void;
  onAsk: (text: string) => void;
  onCancel: () => void;
}

/** A question being written anew in its place. What was asked before stays as another version. */
export function EditQuestion({
  text,
  draft,
  hasFiles,
  busy,
  takesFocus,
  onChange,
  onAsk,
  onCancel,
}: Props): ReactNode {
  const { t } = useTranslation("messages");
  const { t: common } = useTranslation();
  const limit = useMessageLimit(draft);
  const field = useRef<HTMLTextAreaElement>(null);
  const help = useId();
  useEffect(() => {
    if (!takesFocus && document.activeElement !== document.body) return;
    const end = field.current?.value.length ?? 0;
    // The page goes to where it stands by itself.
    field.current?.focus({ preventScroll: true });
    field.current?.setSelectionRange(end, end);
  }, [takesFocus]);
  const empty = draft.trim() === "";
  const wanted = !(empty && !hasFiles) && draft !== text && !busy;
  const ask = (): void => {
    if (wanted) onAsk(empty ? "" : draft);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onCancel();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      ask();
    }
  };
  return (
    <form
      className={classes.edit}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <textarea
        ref={field}
        className={classes.field}
        value={draft}
        rows={2}
        aria-label={t("edit.field")}
        aria-describedby={help}
        onChange={(event) => onChange(withinLimit(event.currentTarget.value, limit).text)}
        onKeyDown={onKeyDown}
      />
      <Text id={help} size="xs" c="dimmed">
        {t(busy ? "edit.busy" : "edit.help")}
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {common("cancel")}
        </Button>
        <Button type="submit" disabled={!wanted}>
          {t("edit.ask")}
        </Button>
      </Group>
    </form>
  );
}
