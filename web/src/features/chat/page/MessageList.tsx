import { Button, Loader } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import {
  lazy,
  memo,
  Suspense,
  useEffect,
  useImperativeHandle,
  useMemo,
  useState,
  type ReactNode,
  type Ref,
} from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import {
  lastAnswers,
  type Attachment,
  type ConversationState,
  type ConversationStream,
  type ConversationView,
} from "@/stream";

import { useNearEnd } from "../list/use-near-end";
import { OutgoingQuestion } from "../message/OutgoingQuestion";
import { Announcer } from "./Announcer";
import { Chunker } from "./chunks";
import { MessageChunk } from "./MessageChunk";
import classes from "./MessageList.module.css";
import { usePlaces, type Places } from "./use-places";
import { useReading } from "./use-reading";
import { useScrollKeeper } from "./use-scroll-keeper";

const Comparison = lazy(async () => ({ default: (await import("./Comparison")).Comparison }));

interface Props {
  stream: ConversationStream;
  view: ConversationView;
  /** Tells it from others on the screen. */
  label: string;
  /** A message to go to; null: none. */
  wanted: string | null;
  /** The reader has gone from there to the end. */
  onLeaveWanted: () => void;
  /** Puts a question that was not sent back into the composer. */
  onEdit: (text: string, files: readonly Attachment[]) => void;
  ref: Ref<ListHandle>;
}

export interface ListHandle extends Pick<Places, "goTo" | "topOf" | "toLatest"> {
  /** Opens the last question for editing. */
  editLast: () => void;
  /** The page's keys scroll it then. */
  focus: () => void;
}

/** The conversation: older and newer messages come while one scrolls, new text scrolls along until one scrolls up. */
export function MessageList({ stream, view, label, wanted, onLeaveWanted, onEdit, ref }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const { state, history, onward, phase } = view;
  const scrolling = useScrollKeeper(stream, state.newer !== null);
  const { frame, content, following, toEnd } = scrolling;
  useReading(stream, scrolling);
  const places = usePlaces(stream, scrolling, phase === "ready" ? wanted : null, onLeaveWanted);
  const focus = (): void => frame.current?.focus({ preventScroll: true });
  useImperativeHandle(ref, () => ({
    ...places,
    focus,
    // As a click on its button does.
    editLast: () => [...(frame.current?.querySelectorAll<HTMLElement>("[data-edit]") ?? [])].at(-1)?.click(),
  }));
  const start = useNearEnd(() => {
    if (history === "idle") void stream.loadOlder();
  });
  const outgoing = state.outgoing.filter((item) => !item.queues || item.state === "failed");
  const newest = outgoing.at(-1)?.id;
  // Who has just asked wants to see the answer.
  useEffect(() => {
    if (newest !== undefined) toEnd();
  }, [newest, toEnd]);
  const compared = useCompared(state);
  const path = useShownPath(state, compared.length);

  return (
    <div className={classes.place}>
      {/* Scrolls, so the keyboard must reach it; the page's keys then work as everywhere. */}
      <div
        ref={frame}
        className={classes.frame}
        data-scroll
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        <div ref={content} className={classes.content}>
          <div ref={start}>
            {state.older !== null && (
              <More direction="older" failed={history === "failed"} onRetry={() => void stream.loadOlder()} />
            )}
          </div>
          <Rows
            stream={stream}
            path={path}
            compares={compared.length > 0}
            target={places.target?.id ?? null}
          />
          {compared.length > 0 && (
            <Suspense fallback={<Loader size="sm" color="gray" />}>
              <Comparison stream={stream} ids={compared} />
            </Suspense>
          )}
          {state.newer !== null && (
            <Newer stream={stream} failed={onward === "failed"} idle={onward === "idle"} />
          )}
          {outgoing.map((item) => (
            <OutgoingQuestion key={item.id} conversationId={stream.id} item={item} onEdit={onEdit} />
          ))}
        </div>
      </div>
      {!following && (
        <Button
          className={classes.jump}
          variant="default"
          size="xs"
          radius="full"
          leftSection={<IconArrowDown {...smallIcon} />}
          onClick={() => {
            places.toLatest();
            // The button goes; who uses the keyboard stays in the conversation.
            focus();
          }}
        >
          {t("messages.jump")}
        </Button>
      )}
      <Announcer stream={stream} />
    </div>
  );
}

/** Answers side by side that none has been chosen of; the list stays the same one while their text grows. */
function useCompared(state: ConversationState): readonly string[] {
  const answers = state.newer === null ? lastAnswers(state) : [];
  const key = answers.length > 1 ? answers.map((answer) => answer.id).join(" ") : "";
  return useMemo(() => (key === "" ? [] : key.split(" ")), [key]);
}

/** Without the answers side by side, and without what an edited question on its way will replace. */
function useShownPath(state: ConversationState, compared: number): readonly string[] {
  const edited =
    state.outgoing.find((item) => item.edits !== null && item.state === "waiting")?.edits ?? null;
  return useMemo(() => {
    const end = edited === null ? -1 : state.path.lastIndexOf(edited);
    if (end !== -1) return state.path.slice(0, end);
    return compared === 0 ? state.path : state.path.slice(0, -compared);
  }, [state.path, compared, edited]);
}

interface MoreProps {
  direction: "older" | "newer";
  failed: boolean;
  onRetry: () => void;
}

function More({ direction, failed, onRetry }: MoreProps): ReactNode {
  const { t } = useTranslation("chat");
  const { t: words } = useTranslation("messages");
  const older = direction === "older";
  return (
    <div className={classes.more}>
      {failed ? (
        <Button variant="default" size="xs" onClick={onRetry}>
          {older ? t("messages.olderFailed") : words("newerFailed")}
        </Button>
      ) : (
        <Loader
          size="sm"
          color="gray"
          role="status"
          aria-label={older ? t("messages.loadingOlder") : words("loadingNewer")}
        />
      )}
    </div>
  );
}

interface NewerProps {
  stream: ConversationStream;
  failed: boolean;
  idle: boolean;
}

function Newer({ stream, failed, idle }: NewerProps): ReactNode {
  const end = useNearEnd(() => {
    if (idle) void stream.loadNewer();
  });
  return (
    <div ref={end}>
      <More direction="newer" failed={failed} onRetry={() => void stream.loadNewer()} />
    </div>
  );
}

interface RowsProps {
  stream: ConversationStream;
  path: readonly string[];
  /** Answers side by side follow: the last row here is not the last message. */
  compares: boolean;
  target: string | null;
}

/** Drawn anew only when messages come or go: each row follows its own message. */
const Rows = memo(function Rows({ stream, path, compares, target }: RowsProps): ReactNode {
  const [chunker] = useState(() => new Chunker());
  const chunks = useMemo(() => chunker.split(path), [chunker, path]);
  const near = useMemo(() => chunker.near(chunks, target), [chunker, chunks, target]);
  const last = compares ? null : (path.at(-1) ?? null);
  return chunks.map((ids, index) => (
    // A piece keeps one end of its own: the first ones grow upward by new pieces, the last one downward.
    <MessageChunk
      key={ids[0]}
      stream={stream}
      ids={ids}
      last={index === chunks.length - 1 ? last : null}
      wanted={target !== null && ids.includes(target)}
      near={near.has(index)}
    />
  ));
});
