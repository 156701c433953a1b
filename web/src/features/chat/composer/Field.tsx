import {
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from "react";
import { useTranslation } from "react-i18next";

import classes from "./Composer.module.css";

interface Props {
  text: string;
  onChange: (text: string) => void;
  onSend: () => void;
  /** ArrowUp in the empty field. */
  onUp: (() => void) | undefined;
  onPaste: (event: ClipboardEvent<HTMLTextAreaElement>) => void;
  /** Id of the sentence that belongs to the field. */
  describedBy: string | undefined;
  autoFocus: boolean;
  ref: Ref<HTMLTextAreaElement>;
}

/** On a phone's keyboard there is no Shift+Enter: there Enter breaks the line, and the button sends. */
function entersLine(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

/** Enter that ends a composition (Japanese, Chinese, dead keys) belongs to the composition. */
function isComposing({ nativeEvent }: KeyboardEvent): boolean {
  // Safari says so only by this code, after the composition has ended.
  // oxlint-disable-next-line typescript/no-deprecated
  return nativeEvent.isComposing || nativeEvent.keyCode === 229;
}

/** Where the style sheet lets the field grow by itself, a keystroke measures nothing. */
const GROWS_ALONE = "fieldSizing" in document.documentElement.style;

/** The text of a question; grows with it. */
export function Field({
  text,
  onChange,
  onSend,
  onUp,
  onPaste,
  describedBy,
  autoFocus,
  ref,
}: Props): ReactNode {
  const { t } = useTranslation("chat");
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle<HTMLTextAreaElement | null, HTMLTextAreaElement | null>(ref, () => field.current, []);
  useLayoutEffect(() => {
    const area = field.current;
    if (!area || GROWS_ALONE) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // The menu of prompts, for one, has had it already.
    if (event.defaultPrevented || isComposing(event) || event.shiftKey || event.altKey) return;
    if (event.key === "ArrowUp" && text === "" && onUp) {
      event.preventDefault();
      onUp();
    } else if (event.key === "Enter" && !entersLine()) {
      event.preventDefault();
      onSend();
    }
  };
  return (
    <textarea
      ref={field}
      className={classes.field}
      rows={1}
      value={text}
      autoFocus={autoFocus}
      placeholder={t(entersLine() ? "composer.placeholder" : "composer.placeholderSigns")}
      aria-label={t("composer.label")}
      aria-describedby={describedBy}
      enterKeyHint={entersLine() ? "enter" : "send"}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
    />
  );
}
