import { ActionIcon, Text, Tooltip } from "@mantine/core";
import { IconArrowUp, IconPlayerStopFilled } from "@tabler/icons-react";
import {
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";

import classes from "./Composer.module.css";
import { LONGEST_MESSAGE, withinLimit } from "./limit";
import { useDraft } from "./use-draft";

export interface ComposerHandle {
  focus: () => void;
  /** Puts text at the start of what is there, and the focus behind it. */
  putBack: (text: string) => void;
}

interface Props {
  /** Where the draft belongs: a conversation's id, or the new chat. */
  place: string;
  onSend: (text: string) => void;
  /** Ends the running answer; null while none is running. */
  onStop: (() => void) | null;
  /** Why nothing can be sent just now; null when it can. */
  blocked: string | null;
  /** Beside the text, at the left: the choice of the model. */
  options?: ReactNode;
  autoFocus?: boolean;
  ref?: Ref<ComposerHandle>;
}

/** On a phone's keyboard there is no Shift+Enter: there Enter breaks the line, and the button sends. */
function entersLine(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

/** Enter that ends a composition (Japanese, Chinese, dead keys) belongs to the composition. */
function isComposing({ nativeEvent }: KeyboardEvent): boolean {
  // Safari says so only by this code, after the composition has ended.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  return nativeEvent.isComposing || nativeEvent.keyCode === 229;
}

/** Where one asks. What is in it is never lost: it stays until it is on its way, and is kept while one is elsewhere. */
export function Composer({
  place,
  onSend,
  onStop,
  blocked,
  options,
  autoFocus = false,
  ref,
}: Props): ReactNode {
  const { t, i18n } = useTranslation("chat");
  const [text, setText] = useDraft(place);
  const [over, setOver] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const noticeId = useId();

  const change = (next: string): void => {
    const fitting = withinLimit(next);
    setOver(fitting.over);
    setText(fitting.text);
  };
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);
  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    putBack: (returned) => {
      change(text === "" ? returned : `${returned}\n\n${text}`);
      field.current?.focus();
    },
  }));

  const empty = text.trim() === "";
  const send = (): void => {
    if (empty || onStop !== null || blocked !== null) return;
    onSend(text);
    setOver(0);
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || isComposing(event) || entersLine()) return;
    event.preventDefault();
    send();
  };

  const number = (value: number): string => new Intl.NumberFormat(i18n.language).format(value);
  const notice =
    over > 0
      ? t("composer.tooLong", { limit: number(LONGEST_MESSAGE), over: number(over) })
      : !empty && blocked !== null
        ? blocked
        : null;
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        className={classes.field}
        rows={1}
        value={text}
        autoFocus={autoFocus}
        placeholder={t("composer.placeholder")}
        aria-label={t("composer.label")}
        aria-describedby={notice === null ? undefined : noticeId}
        enterKeyHint={entersLine() ? "enter" : "send"}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Text id={noticeId} role="status" size="xs" className={classes.notice} hidden={notice === null}>
        {notice}
      </Text>
      <div className={classes.bar}>
        <div className={classes.options}>{options}</div>
        {onStop === null ? (
          <Tooltip label={t("composer.send")}>
            <ActionIcon
              type="submit"
              variant="filled"
              color="accent"
              size="lg"
              radius="full"
              aria-label={t("composer.send")}
              disabled={empty || blocked !== null}
            >
              <IconArrowUp {...icon} />
            </ActionIcon>
          </Tooltip>
        ) : (
          <Tooltip label={t("composer.stop")}>
            <ActionIcon
              variant="filled"
              color="accent"
              size="lg"
              radius="full"
              aria-label={t("composer.stop")}
              onClick={onStop}
            >
              <IconPlayerStopFilled {...icon} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    </form>
  );
}
