/**
 * A model of the server for property tests: what it stores, the events it writes, and what a fetch would return.
 * Text is saved now and then; a takeover goes on from the saved text, as the real one does after a crash.
 */

import type { ConversationEvent, NumberedEvent } from "../frames";
import type { Message, MessagePage } from "../types";
import { message, messageId } from "./messages";

export type Step =
  | { readonly do: "ask" }
  | { readonly do: "retry" }
  | { readonly do: "write"; readonly text: string }
  | { readonly do: "think"; readonly text: string }
  | { readonly do: "save" }
  | { readonly do: "takeover" }
  | { readonly do: "end"; readonly how: "completed" | "stopped" | "failed" };

/** A number as large as the real ones: streams begin at the time in microseconds. */
const BASE = 1_750_000_000_000_000;

export class ServerModel {
  readonly log: NumberedEvent[] = [];
  readonly messages = new Map<string, Message>();
  private saved: Message | null = null;
  private savedAt = BASE;
  private running: string | null = null;
  private leaf: string | null = null;
  private count = 0;

  get head(): number {
    return this.log.at(-1)?.n ?? BASE;
  }

  run(step: Step): void {
    const answer = this.running === null ? null : this.get(this.running);
    if (step.do === "ask" && !answer) this.ask();
    else if (step.do === "retry" && !answer) this.retry();
    else if (answer) this.continueAnswer(step, answer);
  }

  /** As a fetch would answer now; `slack` makes the cursor older than it need be. */
  fetch(slack = 0): MessagePage {
    const saved = this.saved;
    const items = [...this.messages.values()].map((item) => (item.id === saved?.id ? saved : item));
    const cursor = saved === null ? this.head : this.savedAt;
    return { items, next_cursor: null, event_cursor: Math.max(BASE, cursor - slack) };
  }

  private ask(): void {
    const question = message(++this.count, { role: "user", parent_id: this.leaf });
    this.store(question);
    this.emit({ type: "message.created", message: question });
    this.answer(question.id);
  }

  private retry(): void {
    const leaf = this.leaf === null ? null : this.get(this.leaf);
    if (leaf?.role === "assistant" && leaf.parent_id !== null) this.answer(leaf.parent_id);
  }

  private answer(question: string): void {
    const answer = message(++this.count, {
      role: "assistant",
      parent_id: question,
      status: "pending",
      content: "",
      completed_at: null,
    });
    this.store(answer);
    this.running = this.leaf = answer.id;
    this.emit({ type: "message.created", message: answer });
    this.save();
    this.takeover(answer);
  }

  private takeover(answer: Message): void {
    const content = this.saved?.content ?? "";
    const reasoning = this.saved?.reasoning ?? null;
    const next = {
      ...answer,
      status: "streaming" as const,
      attempt: answer.attempt + 1,
      content,
      reasoning,
    };
    this.store(next);
    this.emit({ type: "message.created", message: next });
    this.emit({
      type: "answer.started",
      message_id: answer.id,
      attempt: next.attempt,
      length: content.length,
    });
    this.save();
  }

  private continueAnswer(step: Step, answer: Message): void {
    const { id, attempt } = answer;
    if (step.do === "write") {
      this.store({ ...answer, content: answer.content + step.text });
      this.emit({
        type: "answer.delta",
        message_id: id,
        attempt,
        offset: answer.content.length,
        text: step.text,
      });
    } else if (step.do === "think") {
      const before = answer.reasoning ?? "";
      this.store({ ...answer, reasoning: before + step.text });
      this.emit({
        type: "answer.reasoning",
        message_id: id,
        attempt,
        offset: before.length,
        text: step.text,
      });
    } else if (step.do === "save") {
      this.save();
    } else if (step.do === "takeover") {
      this.takeover(answer);
    } else if (step.do === "end") {
      const next = { ...answer, status: step.how, completed_at: answer.created_at };
      this.store(next);
      this.running = null;
      this.saved = null;
      this.emit({ type: `message.${step.how}`, message: next });
    }
  }

  private save(): void {
    this.saved = this.running === null ? null : this.get(this.running);
    this.savedAt = this.head;
  }

  private get(id: string): Message {
    const found = this.messages.get(id);
    if (!found) throw new Error(`no message ${id}`);
    return found;
  }

  private store(item: Message): void {
    this.messages.set(item.id, item);
  }

  private emit(event: ConversationEvent): void {
    this.log.push({ n: this.head + 1, event });
  }
}

export { messageId };
