import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import {
  lazy,
  Suspense,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { Faces, ReaderNote, StandingContext, TypingLine, Withdrawn } from "@/features/together";
import { NotFoundHere } from "@/shared/ui/NotFoundPage";
import { PageHeader } from "@/shared/ui/PageHeader";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { lastAnswers, runningAnswers } from "@/stream";

import { conversationQuery } from "../api";
import { SightContext, type Sight } from "../context/sight";
import { useContextUse } from "../context/use-context-use";
import { Composer, type ComposerHandle } from "../composer/Composer";
import { ModelPicker } from "../composer/ModelPicker";
import { ConversationMenu } from "../list/ConversationMenu";
import { titleOf } from "../list/title";
import { ChatPageContext } from "../message/chat-page";
import { leaveEdits } from "../message/edit-draft";
import { leaveRating } from "../message/rating-draft";
import { usePane } from "../panes/pane";
import { useConversation, useRuntime } from "../runtime/use-runtime";
import classes from "./ChatPage.module.css";
import { ConversationTitle } from "./ConversationTitle";
import { MessageList, type ListHandle } from "./MessageList";
import { MessagesSkeleton } from "./MessagesSkeleton";
import { TemporaryNote } from "./TemporaryNote";
import { useChat, useModelChoice, useStop } from "./use-chat";
import { useJoint, useNews } from "./use-joint";
import { useTemporary } from "./use-temporary";

const ArchivedNote = lazy(() => import("./ArchivedNote"));
const Gauge = lazy(() => import("../context/Gauge"));
const ConversationSources = lazy(() => import("@/features/sources/ConversationSources"));
const ConversationKnowledge = lazy(() => import("@/features/sources/ConversationKnowledge"));
const Queue = lazy(async () => ({ default: (await import("./Queue")).Queue }));

/** What stands beside stays. */
const withoutMessage = (search: { with?: string }): { with?: string } =>
  search.with === undefined ? {} : { with: search.with };

interface Props {
  conversationId: string;
  /** The message to go to; null: the end. */
  message?: string | null;
}

export function ChatPage({ conversationId, message = null }: Props): ReactNode {
  // Another conversation is another page: nothing of the composer or the scrolling carries over.
  return <Chat key={conversationId} id={conversationId} wanted={message} />;
}

function Chat({ id, wanted }: { id: string; wanted: string | null }): ReactNode {
  const { t } = useTranslation("chat");
  const { t: words } = useTranslation("messages");
  const navigate = useNavigate();
  const pane = usePane();
  const runtime = useRuntime();
  const { stream, view } = useConversation(id, wanted);
  const { phase, state } = view;
  // A conversation in the making is not known to the server; its first event brings the rest.
  const { data } = useQuery({ ...conversationQuery(id), enabled: phase !== "new" });
  const conversation = useNews(data, state.conversation);
  const { standing, others, onTyping } = useJoint(stream, conversation);
  const [renaming, setRenaming] = useState(false);
  const composer = useRef<ComposerHandle>(null);
  const model = useModelChoice(id, conversation?.model_id ?? null);
  const list = useRef<ListHandle>(null);
  const [files, setFiles] = useState<readonly string[]>([]);
  const contextUse = useContextUse(stream, view, model.value, files);
  const from = contextUse?.sees_from ?? null;
  const summarised = contextUse?.summarised ?? false;
  const sight = useMemo<Sight | null>(
    () => (from === null ? null : { from, summarised }),
    [from, summarised],
  );
  const { send, handle } = useChat(stream, model, list, composer);
  const stop = useStop(id);
  const temporary = conversation?.temporary ?? runtime.isTemporary(id);
  useTemporary(id, temporary);
  useEffect(
    () => () => {
      leaveRating(id);
      leaveEdits(id);
    },
    [id],
  );

  const here = { to: "/c/$conversationId", params: { conversationId: id } } as const;
  const gone = (state.deleted && !others) || (phase === "new" && state.outgoing.length === 0);
  useEffect(() => {
    if (!gone) return;
    if (pane) pane.close();
    else void navigate({ to: "/", replace: true });
  }, [gone, navigate, pane]);
  const waiting = phase === "loading" && state.outgoing.length === 0;
  // Messages that arrive are drawn in steps: nothing that somebody does meanwhile waits for all of them.
  const loading = useDeferredValue(waiting) || waiting;
  const lost = phase === "missing" || phase === "withdrawn" || state.deleted || conversation === null;
  if (lost && others) return <Withdrawn conversationId={id} />;
  if (lost && !gone) return <NotFoundHere />;

  const running = runningAnswers(state);
  const attached = { conversationId: id, count: conversation?.source_count ?? 0 };
  const onWay = state.outgoing.filter((item) => item.queues && item.state === "waiting");
  return (
    <StandingContext value={standing}>
      <div className={classes.page} data-temporary={temporary || undefined}>
        <PageHeader
          title={titleOf(conversation, t)}
          titleContent={
            conversation && (
              <ConversationTitle conversation={conversation} renaming={renaming} onRenaming={setRenaming} />
            )
          }
          actions={
            conversation &&
            !temporary && (
              <>
                <Suspense>{standing.joint && <Faces stream={stream} />}</Suspense>
                <ConversationMenu conversation={conversation} size="lg" onRename={() => setRenaming(true)} />
              </>
            )
          }
        />
        {temporary && <TemporaryNote />}
        <Suspense>{conversation?.archived && <ArchivedNote conversation={conversation} />}</Suspense>
        {loading ? (
          <MessagesSkeleton />
        ) : phase === "failed" ? (
          <div className={classes.failed}>
            <ProblemAlert error={asProblem(view.error)} onRetry={() => stream.reload()} />
          </div>
        ) : (
          <ChatPageContext value={handle}>
            <SightContext value={sight}>
              <MessageList
                stream={stream}
                view={view}
                ref={list}
                label={
                  pane ? t("messages.labelOf", { title: titleOf(conversation, t) }) : t("messages.label")
                }
                wanted={wanted}
                onLeaveWanted={() =>
                  // The list goes to its end by itself; the router would put it back to where it was.
                  void navigate({ ...here, search: withoutMessage, replace: true, resetScroll: false })
                }
                onEdit={(text, files) => composer.current?.putBack(text, files)}
              />
            </SightContext>
          </ChatPageContext>
        )}
        <div className={classes.composer} data-composer>
          {standing.joint && (
            <div className={classes.typing}>
              <Suspense>
                <TypingLine stream={stream} />
              </Suspense>
            </div>
          )}
          {(state.queue.length > 0 || onWay.length > 0) && (
            <Suspense>
              <Queue conversationId={id} queue={state.queue} onWay={onWay} onLeave={handle.toComposer} />
            </Suspense>
          )}
          {standing.mayWrite ? (
            <Composer
              ref={composer}
              place={id}
              autoFocus={pane?.active !== false && !matchMedia("(pointer: coarse)").matches}
              onSend={send}
              onStop={running.length > 0 ? () => stop(running) : null}
              queues={running.length > 0}
              onEditLast={() => list.current?.editLast()}
              onTyping={onTyping}
              onFiles={setFiles}
              blocked={blockedBy()}
              knowledge={
                phase === "new" ? undefined : (menu) => <ConversationKnowledge {...menu} {...attached} />
              }
              options={
                <>
                  <ModelPicker
                    value={model.value}
                    onChange={model.choose}
                    several={model.several}
                    onSeveral={model.compare}
                  />
                  {phase !== "new" && (
                    <Suspense>
                      <ConversationSources {...attached} />
                    </Suspense>
                  )}
                  {contextUse && (
                    <Suspense>
                      <Gauge use={contextUse} />
                    </Suspense>
                  )}
                </>
              }
            />
          ) : (
            <Suspense>
              <ReaderNote owner={conversation?.owner ?? null} />
            </Suspense>
          )}
          <p className={classes.caution}>{t("composer.caution")}</p>
        </div>
      </div>
    </StandingContext>
  );

  /** Why nothing can be sent just now. */
  function blockedBy(): string | null {
    if (phase === "failed") return t("composer.notLoaded");
    if (phase === "new" && state.outgoing.some((item) => item.state === "waiting"))
      return t("composer.onWay");
    return state.newer === null && lastAnswers(state).length > 1 ? words("compare.first") : null;
  }
}
