import { TextInput } from "@mantine/core";
import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

const LONGEST = 200;

export interface RenameProps {
  title: string;
  /** With the new title, or null when nothing is to change. */
  onDone: (title: string | null) => void;
}

/** A title in the making: Enter or leaving the field saves, Escape leaves it as it was. */
export default function RenameInput({ title, onDone }: RenameProps): ReactNode {
  const { t } = useTranslation("chat");
  const finished = useRef(false);
  const finish = (value: string | null): void => {
    if (finished.current) return;
    finished.current = true;
    const next = value?.trim() ?? "";
    onDone(next === "" || next === title ? null : next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") finish(event.currentTarget.value);
    if (event.key === "Escape") {
      event.stopPropagation();
      finish(null);
    }
  };
  return (
    <TextInput
      size="xs"
      w="100%"
      aria-label={t("list.newTitle")}
      defaultValue={title}
      maxLength={LONGEST}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={onKeyDown}
      onBlur={(event) => finish(event.currentTarget.value)}
    />
  );
}
