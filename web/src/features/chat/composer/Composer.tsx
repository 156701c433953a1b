import { Button } from "@mantine/core";
import {
  lazy,
  Suspense,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
  type ReactNode,
  type Ref,
} from "react";
import { useTranslation } from "react-i18next";

import { AttachButton, isBroken, isOnTheWay } from "@/features/files";
import { isTouch } from "@/shared/gestures/select-text";
import { hashAt, type Hash, type HashMenu } from "@/features/sources";
import type { Attachment } from "@/stream";

import classes from "./Composer.module.css";
import { Field } from "./Field";
import { useMessageLimit, withinLimit } from "./limit";
import { SendButtons } from "./SendButtons";
import { useAttachments } from "./use-attachments";
import { useDraft } from "./use-draft";
import { useFileIds } from "./use-file-ids";

/** A slash and a few words, on one line: somebody looks for a prompt. */
const SLASH = /^\/([^\n]{0,60})$/;

const promptQuery = (text: string): string | null => SLASH.exec(text)?.[1] ?? null;

const FileChips = lazy(() => import("@/features/files/draft/FileChips"));
const PromptMenu = lazy(async () => ({
  default: (await import("@/features/prompts/PromptMenu")).PromptMenu,
}));
const DropOverlay = lazy(() => import("@/features/files/attach/DropOverlay"));

export interface ComposerHandle {
  focus: () => void;
  /** Puts text, and files with it, at the start of what is there, and the focus behind the text. */
  putBack: (text: string, files?: readonly Attachment[]) => void;
}

interface Props {
  /** Where the draft belongs: a conversation's id, or the new chat. */
  place: string;
  onSend: (text: string, files: readonly Attachment[]) => void;
  /** Ends the running answer; null while none is running. */
  onStop: (() => void) | null;
  /** While an answer runs the next question may be sent: it waits for its end. Else one has to stop first. */
  queues?: boolean;
  /** Why nothing can be sent just now; null when it can. */
  blocked: string | null;
  /** Opens the last question for editing: ArrowUp in the empty field. */
  onEditLast?: (() => void) | undefined;
  /** Beside the text, at the left: the choice of the model. */
  options?: ReactNode;
  /** Shows what fits the words behind a hash. Without it a hash is a letter like others. */
  knowledge?: ((menu: HashMenu) => ReactNode) | undefined;
  autoFocus?: boolean;
  /** The text was changed by its writer; empty: sent, or taken back. */
  onTyping?: ((text: string) => void) | undefined;
  /** Which files that the server has will go along with the question. */
  onFiles?: ((ids: readonly string[]) => void) | undefined;
  ref?: Ref<ComposerHandle>;
}

/** Where one asks. What is in it is never lost: it stays until it is on its way, and is kept while one is elsewhere. */
export function Composer({
  place,
  onSend,
  onStop,
  queues = false,
  blocked,
  onEditLast,
  options,
  knowledge,
  autoFocus = false,
  onTyping,
  onFiles,
  ref,
}: Props): ReactNode {
  const { t, i18n } = useTranslation("files");
  const { t: tChat } = useTranslation("chat");
  const [text, setText] = useDraft(place);
  const limit = useMessageLimit(text);
  const [over, setOver] = useState(0);
  /** Sending was wished before all files had arrived, or with files that cannot go. */
  const [wish, setWish] = useState<"none" | "soon" | "refused">("none");
  const form = useRef<HTMLFormElement>(null);
  const [field, setField] = useState<HTMLTextAreaElement | null>(null);
  const [hash, setHash] = useState<Hash | null>(null);
  /** The menu of prompts or of knowledge was sent away; it comes again with the next slash or hash. */
  const [noMenu, setNoMenu] = useState(false);
  const noticeId = useId();
  const attached = useAttachments(place, form);
  const { files } = attached;
  useFileIds(files, onFiles);

  const change = (next: string, caret = 0): void => {
    const fitting = withinLimit(next, limit);
    setOver(fitting.over);
    setText(fitting.text);
    onTyping?.(fitting.text);
    if (wish === "refused") setWish("none");
    const found = hashAt(next, caret);
    setHash(found);
    if (found === null && promptQuery(next) === null) setNoMenu(false);
    attached.textChanged();
  };
  useImperativeHandle(ref, () => ({
    focus: () => field?.focus(),
    putBack: (returned, itsFiles = []) => {
      change(text === "" ? returned : `${returned}\n\n${text}`);
      attached.putBack(itsFiles);
      field?.focus();
    },
  }));

  const empty = text.trim() === "";
  const sendable = !(empty && files.length === 0) && blocked === null;
  const sending = files.some(isOnTheWay);
  const broken = files.some(isBroken);
  const send = (): void => {
    if (!sendable || (onStop !== null && !queues)) return;
    if (broken) setWish("refused");
    else if (sending) setWish("soon");
    else {
      setWish("none");
      // Files speak for themselves.
      onSend(empty ? "" : text, attached.send());
      attached.calm();
      setOver(0);
      setText("");
      onTyping?.("");
    }
  };
  const sendNow = useRef(send);
  useEffect(() => {
    sendNow.current = send;
  });
  useEffect(() => {
    if (wish !== "soon" || sending || blocked !== null) return undefined;
    const timer = setTimeout(() => sendNow.current());
    return () => clearTimeout(timer);
  }, [wish, sending, blocked]);

  const number = (value: number): string => new Intl.NumberFormat(i18n.language).format(value);
  const { longPaste } = attached;
  const query = promptQuery(text);
  const notice = ((): string | null => {
    if (over > 0) return tChat("composer.tooLong", { limit: number(limit), over: number(over) });
    if (!empty && blocked !== null) return blocked;
    if (wish === "soon") return t("sendingSoon");
    if (wish === "refused" && broken) return t("broken");
    return attached.notice;
  })();
  return (
    <form
      ref={form}
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {attached.uploads && (
        <Suspense>
          <FileChips place={place} files={files} uploads={attached.uploads} />
        </Suspense>
      )}
      <Field
        ref={setField}
        text={text}
        onChange={(next) => change(next, field?.selectionEnd)}
        onSend={send}
        onUp={files.length === 0 ? onEditLast : undefined}
        onPaste={attached.onPaste}
        describedBy={notice === null ? undefined : noticeId}
        autoFocus={autoFocus}
      />
      <div
        id={noticeId}
        role="status"
        className={classes.notice}
        hidden={notice === null && longPaste === null}
      >
        {notice}
        {longPaste && (
          <>
            {" "}
            {t("pasted", { characters: number(longPaste.text.length) })}{" "}
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                change(longPaste.rest);
                attached.pasteAsFile();
                field?.focus();
              }}
            >
              {t("pastedAsFile")}
            </Button>
          </>
        )}
      </div>
      <div className={classes.bar}>
        <AttachButton onFiles={attached.attach} onFolder={attached.attachFolder} />
        <div className={classes.options}>{options}</div>
        <SendButtons
          sendable={sendable}
          queues={queues}
          onStop={
            onStop &&
            (() => {
              onStop();
              // The button goes with the answer.
              if (!isTouch()) field?.focus();
            })
          }
          onWait={wish === "soon" ? () => setWish("none") : null}
        />
      </div>
      {hash && knowledge && !noMenu && field && (
        <Suspense>{knowledge({ hash, anchor: field, onClose: () => setNoMenu(true) })}</Suspense>
      )}
      {query !== null && !noMenu && field && (
        <Suspense>
          <PromptMenu
            query={query}
            anchor={field}
            onPick={(prompt) => {
              change(prompt);
              field.focus();
            }}
            onClose={() => setNoMenu(true)}
          />
        </Suspense>
      )}
      {attached.dragging && (
        <Suspense>
          <DropOverlay inside={form} />
        </Suspense>
      )}
    </form>
  );
}
