/**
 * Everything live of one signed-in person: the socket, the conversations that are open, and what is on its way out.
 * No React in here; components reach it through `use-runtime`.
 */
import { asProblem, UNREACHABLE, type ProblemError } from "@/api/problem";
import {
  addOutgoing,
  ConversationStream,
  failOutgoing,
  merge,
  Outbox,
  queued,
  ReceiptSender,
  RealtimeSocket,
  withoutOutgoing,
  type Attachment,
  type Conversation,
  type Environment,
  type Letter,
  type Problem,
  type Schedule,
  type Turn,
} from "@/stream";
import { newId } from "@/stream/ids";

import { createConversation, deleteConversation } from "../api";
import { fetchOrRecall } from "./fetch-or-recall";
import { recalledChats } from "./recalled";
import { extras, letterOf, type Asking, type Beginning } from "./asking";
import { UnsentStore, type Unsent } from "./unsent";

export interface RuntimeOptions {
  personId: string;
  url: string;
  environment: Environment;
  schedule: Schedule;
  token: (refused: boolean) => Promise<string | null>;
  signedOut: () => void;
  /** A conversation was made by sending its first question. */
  created: (conversation: Conversation) => void;
}

/** Conversations that are kept after one has left them. */
const KEPT = 12;

export class ChatRuntime {
  readonly socket: RealtimeSocket;
  /** How far one has come in joint conversations. */
  readonly receipts: ReceiptSender;
  /** Conversations whose end one is looking at: what is said there is read at once. */
  readonly reading = new Set<string>();
  private readonly outbox: Outbox;
  private readonly unsent: UnsentStore;
  private readonly streams = new Map<string, ConversationStream>();
  /** First questions whose conversation the server could not be told of. */
  private readonly births = new Map<string, Unsent>();
  /** Conversations begun here that leave nothing behind. */
  private readonly temporary = new Set<string>();

  constructor(private readonly options: RuntimeOptions) {
    this.socket = new RealtimeSocket(options);
    this.receipts = new ReceiptSender(this.socket.note);
    this.unsent = new UnsentStore(options.personId);
    this.outbox = new Outbox(this.socket, {
      sent: (letter, turn) => this.sent(letter, turn),
      refused: (letter, problem) => this.refused(letter, problem),
    });
    this.socket.onState(() => {
      if (this.socket.getState() !== "online") return;
      this.receipts.opened();
      for (const unsent of this.births.values()) void this.giveBirth(unsent);
      for (const id of recalledChats().keys()) this.streams.get(id)?.reload();
    });
    for (const unsent of this.unsent.all()) this.post(unsent);
  }

  get personId(): string {
    return this.options.personId;
  }

  /** The conversation, followed while somebody has it open. */
  conversation(id: string, phase: "new" | "loading" = "loading"): ConversationStream {
    const known = this.streams.get(id);
    if (known) return known;
    const stream = new ConversationStream(
      id,
      {
        socket: this.socket,
        fetchPage: (conversation, place) =>
          fetchOrRecall(this.options.personId, conversation, place, () => stream.reload()),
        schedule: this.options.schedule,
      },
      phase,
    );
    this.streams.set(id, stream);
    this.forgetOldest();
    return stream;
  }

  /** Begins a conversation with its first question; returns its id at once. */
  begin(
    content: string,
    modelId: string | null,
    attachments: readonly Attachment[] = [],
    { temporary = false, sources = [], ...asking }: Beginning = {},
  ): string {
    const conversation = newId();
    const question = this.question(conversation, content, null, modelId, true);
    const whole = { ...(temporary && { temporary }), ...(sources.length > 0 && { sources }) };
    this.post({ ...question, ...extras(asking), attachments, ...whole });
    return conversation;
  }

  /** Asks; the question shows at once and is sent when there is a connection. */
  ask(
    conversation: string,
    content: string,
    parentId: string | null,
    modelId: string | null,
    attachments: readonly Attachment[] = [],
    asking: Asking = {},
  ): void {
    const question = this.question(conversation, content, parentId, modelId, false);
    this.post({ ...question, ...extras(asking), attachments });
  }

  /** Sends a question again that was refused. */
  askAgain(conversation: string, id: string): void {
    const unsent = this.unsent.all().find((other) => other.id === id && other.conversation === conversation);
    if (unsent) this.post(unsent);
  }

  /** Gives up on a question; what was already on the wire may arrive all the same. */
  discard(conversation: string, id: string): void {
    this.births.delete(id);
    this.outbox.cancel(conversation, id);
    this.unsent.remove(id);
    this.conversation(conversation).update((state) => withoutOutgoing(state, id));
  }

  /** As begun on this device, before the server has said so. */
  isTemporary(conversation: string): boolean {
    return this.temporary.has(conversation);
  }

  /** Nothing of a temporary conversation stays; of one that is being looked at again everything does. */
  async leaveTemporary(conversation: string): Promise<void> {
    const stream = this.conversation(conversation);
    if (stream.isOpen) return;
    this.streams.delete(conversation);
    this.temporary.delete(conversation);
    for (const item of stream.getView().state.outgoing) {
      this.births.delete(item.id);
      this.outbox.cancel(conversation, item.id);
      this.unsent.remove(item.id);
    }
    await deleteConversation(conversation);
  }

  private question(
    conversation: string,
    content: string,
    parentId: string | null,
    modelId: string | null,
    isNew: boolean,
  ): Omit<Unsent, "attachments"> {
    const createdAt = new Date().toISOString();
    return { conversation, id: newId(), content, parent_id: parentId, model_id: modelId, createdAt, isNew };
  }

  private post(unsent: Unsent): void {
    this.unsent.put(unsent);
    const { id, content, parent_id: parentId, model_id: modelId, attachments, createdAt } = unsent;
    if (unsent.temporary) this.temporary.add(unsent.conversation);
    const question = { id, content, parentId, modelId, attachments, createdAt };
    const how = { edits: unsent.edits ?? null, queues: unsent.queues ?? false };
    const outgoing = { ...question, ...how, state: "waiting", problem: null } as const;
    const stream = this.conversation(unsent.conversation, unsent.isNew ? "new" : "loading");
    stream.update((state) => addOutgoing(state, outgoing));
    if (unsent.isNew) void this.giveBirth(unsent);
    else this.outbox.add(letterOf(unsent));
  }

  /** Tells the server of a new conversation, then sends its first question. */
  private async giveBirth(unsent: Unsent): Promise<void> {
    this.births.delete(unsent.id);
    try {
      this.options.created(await createConversation(unsent.conversation, unsent.model_id, unsent));
    } catch (error) {
      const problem = asProblem(error);
      if (problem === null) throw error;
      // Without a connection it waits for one; it is tried again as soon as the socket is back.
      if (problem.code === UNREACHABLE) this.births.set(unsent.id, unsent);
      else this.refused(unsent, asStreamProblem(problem));
      return;
    }
    this.unsent.put({ ...unsent, isNew: false });
    this.conversation(unsent.conversation).created();
    this.outbox.add(letterOf(unsent));
  }

  private sent(letter: Letter, turn: Turn | null): void {
    this.unsent.remove(letter.id);
    const stream = this.conversation(letter.conversation);
    if (!turn) stream.reload();
    else if (turn.queued) {
      const { queued: waiting } = turn;
      stream.update((state) => queued(withoutOutgoing(state, letter.id), waiting));
    } else
      stream.update((state) => merge(state, [...(turn.question ? [turn.question] : []), ...turn.answers]));
  }

  private refused(letter: Letter, problem: Problem): void {
    this.conversation(letter.conversation).update((state) => failOutgoing(state, letter.id, problem));
  }

  private forgetOldest(): void {
    for (const [id, stream] of this.streams) {
      if (this.streams.size <= KEPT) return;
      if (!stream.isOpen && stream.getView().state.outgoing.length === 0) this.streams.delete(id);
    }
  }
}

function asStreamProblem(problem: ProblemError): Problem {
  const { code, title, detail, status, retryAfter } = problem;
  return { code, title, detail, status, retry_after: retryAfter };
}
