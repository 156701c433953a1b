/** What can be done with a message; what fails is said at the edge of the screen, and nothing is lost. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { tellFailure } from "@/shared/ui/tell";
import { chosen, merge, rated, type ConversationStream, type Message, type Rating } from "@/stream";

import {
  chooseAnswer,
  continueAnswer,
  deleteMessage,
  pinMessage,
  rateAnswer,
  retryAnswer,
  showMessage,
  withdrawRating,
} from "./api";
import { useChatPage, type ChatPageHandle } from "./chat-page";

export interface MessageActions {
  /** Another answer to the same question, by that model or (null) the conversation's. */
  retry: (message: Message, modelId: string | null) => Promise<void>;
  /** Goes on where an answer was cut off. */
  resume: (message: Message) => Promise<void>;
  choose: (message: Message) => Promise<boolean>;
  /** Shows another version of a message in its place. */
  walk: (from: Message, to: string) => Promise<void>;
  /** Has models keep it in sight, or lets go of it; the event shows it. */
  pin: (message: Message, pinned: boolean) => Promise<void>;
  /** @throws ProblemError */
  remove: (message: Message) => Promise<void>;
  rate: (message: Message, rating: Rating | null) => Promise<boolean>;
}

/** What began an answer goes while that is written, and the focus would go with it; unless it is elsewhere already. */
function keepFocus(page: ChatPageHandle): void {
  const at = document.activeElement;
  if (at === null || at === document.body || at.closest("article")) page.toComposer();
}

export function useMessageActions(stream: ConversationStream): MessageActions {
  const { t } = useTranslation("messages");
  const page = useChatPage();
  return useMemo(() => {
    const attempt = async <T>(work: Promise<T>, failed: string): Promise<{ done: T } | null> => {
      try {
        return { done: await work };
      } catch (error) {
        const problem = asProblem(error);
        if (problem === null) throw error;
        tellFailure(problem.title === "" ? failed : problem.title);
        return null;
      }
    };
    return {
      retry: async (message, modelId) => {
        const begun = await attempt(retryAnswer(stream.id, message.id, modelId), t("failed.retry"));
        if (!begun) return;
        stream.update((state) => merge(state, [begun.done]));
        page.toEnd();
        keepFocus(page);
      },
      resume: async (message) => {
        if (await attempt(continueAnswer(stream.id, message.id), t("failed.continue"))) keepFocus(page);
      },
      choose: async (message) => {
        if (!(await attempt(chooseAnswer(stream.id, message.id), t("failed.choose")))) return false;
        stream.update((state) => chosen(state, message));
        return true;
      },
      walk: async (from, to) => {
        const top = page.topOf(from.id);
        if (await attempt(showMessage(stream.id, to), t("failed.show"))) page.goTo(to, top);
      },
      pin: async (message, pinned) => {
        await attempt(pinMessage(stream.id, message.id, pinned), t("failed.pin"));
      },
      remove: (message) => deleteMessage(stream.id, message.id),
      rate: async (message, rating) => {
        const before = stream.getView().state.ratings.get(message.id) ?? null;
        stream.update((state) => rated(state, message.id, rating));
        const work = rating
          ? rateAnswer(stream.id, message.id, rating)
          : withdrawRating(stream.id, message.id);
        const kept = await attempt<unknown>(work, t("failed.rate"));
        if (!kept) stream.update((state) => rated(state, message.id, before));
        return kept !== null;
      },
    };
  }, [stream, page, t]);
}
