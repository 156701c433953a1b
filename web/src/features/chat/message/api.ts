/** What can be asked of single messages. What becomes of it comes as events too; replies only make it show sooner. */
import { api } from "@/api/client";
import { decodeMessage, type Message, type Rating } from "@/stream";

import { decoded } from "../api";

const at = (conversation: string, message: string): string =>
  `/conversations/${conversation}/messages/${message}`;

/** Another answer to the same question, by that model or (null) the conversation's; the old one stays beside it. */
export async function retryAnswer(
  conversation: string,
  message: string,
  modelId: string | null,
): Promise<Message> {
  const wanted = modelId === null ? undefined : { model_id: modelId };
  const body = await api.post<{ answer: unknown }>(`${at(conversation, message)}/retry`, wanted);
  return decoded(decodeMessage(body.answer));
}

/** Goes on with an answer that was cut off or stopped. */
export const continueAnswer = (conversation: string, message: string): Promise<unknown> =>
  api.post<unknown>(`${at(conversation, message)}/continue`);

/** Goes on with one of several answers that stand side by side. */
export const chooseAnswer = (conversation: string, message: string): Promise<unknown> =>
  api.post<unknown>(`${at(conversation, message)}/choose`);

/** Shows the branch that the message is on. */
export const showMessage = (conversation: string, message: string): Promise<unknown> =>
  api.post<unknown>(`${at(conversation, message)}/show`);

export const deleteMessage = (conversation: string, message: string): Promise<undefined> =>
  api.delete(at(conversation, message));

/** Models keep it in sight from now on, or let it go with its turn again. */
export const pinMessage = (conversation: string, message: string, pinned: boolean): Promise<unknown> => {
  const path = `${at(conversation, message)}/pin`;
  return pinned ? api.put<unknown>(path, undefined) : api.delete(path);
};

export const rateAnswer = (conversation: string, message: string, rating: Rating): Promise<unknown> =>
  api.put<unknown>(`${at(conversation, message)}/rating`, rating);

export const withdrawRating = (conversation: string, message: string): Promise<undefined> =>
  api.delete(`${at(conversation, message)}/rating`);

const queued = (conversation: string, question: string): string =>
  `/conversations/${conversation}/queue/${question}`;

export const changeQueued = (conversation: string, question: string, content: string): Promise<unknown> =>
  api.patch<unknown>(queued(conversation, question), { content });

export const removeQueued = (conversation: string, question: string): Promise<undefined> =>
  api.delete(queued(conversation, question));

/** Ends the running answer and asks this at once. */
export const steerQueued = (conversation: string, question: string): Promise<unknown> =>
  api.post<unknown>(`${queued(conversation, question)}/steer`);
