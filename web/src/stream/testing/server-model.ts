/**
 * A model of the server for property tests: what it stores, the events it writes, and what a fetch would return.
 * Text is saved now and then; a takeover goes on from the saved text, as the real one does after a crash.
 */

import type { ConversationEvent, NumberedEvent } from "../frames";
import { isFinal, type Message, type MessagePage, type QueuedQuestion } from "../types";
import { message, pageOf, queuedQuestion } from "./messages";
import { groundingOf, numberOf, pick, withSiblings } from "./picks";
import { Readers } from "./readers";
import type { Part, Step } from "./steps";

/** A number as large as the real ones: streams begin at the time in microseconds. */
const BASE = 1_750_000_000_000_000;

export class ServerModel {
  readonly log: NumberedEvent[] = [];
  /** All there are, on whatever branch. */
  readonly messages = new Map<string, Message>();
  queue: QueuedQuestion[] = [];
  readonly readers = new Readers();
  private readonly saved = new Map<string, { readonly item: Message; readonly at: number }>();
  private leaf: string | null = null;
  private chosen: string | null = null;
  private count = 0;

  get head(): number {
    return this.log.at(-1)?.n ?? BASE;
  }

  /** The branch that is shown, oldest first; answers side by side follow one another. */
  get shown(): Message[] {
    const branch: Message[] = [];
    for (let id = this.leaf; id !== null; id = this.get(id).parent_id) branch.unshift(this.get(id));
    const last = branch.at(-1);
    if (last?.comparison_id == null || this.chosen === last.comparison_id) return branch.map(this.told);
    const beside = [...this.messages.values()].filter((item) => item.comparison_id === last.comparison_id);
    return [...branch.slice(0, -1), ...beside].map(this.told);
  }

  run(step: Step): void {
    const running = this.running();
    const answer = pick(running, "pick" in step ? (step.pick ?? 0) : 0);
    if (step.do === "receipt") this.tell(this.readers.receive(step, this.shown));
    else if (step.do === "leave") this.tell(this.readers.leave(step.pick));
    else if (step.do === "tell") this.tell(this.readers.news(step.joint));
    else if (step.do === "queue") this.enqueue();
    else if (step.do === "change") this.changeQueued(step);
    else if (step.do === "unqueue") this.unqueue(pick(this.queue, step.pick));
    else if (answer) this.goOn(step, answer);
    else this.begin(step);
  }

  /** As a fetch would answer now; `slack` makes the cursor older than it need be. */
  fetch(slack = 0, part: Part = { limit: Infinity }): MessagePage {
    const all = this.shown.map((item) => this.saved.get(item.id)?.item ?? item);
    // There is no page beyond the end.
    const from = Math.max(0, Math.min(part.from ?? all.length - part.limit, all.length - 1));
    const to = from + part.limit;
    const cursor = Math.min(this.head, ...[...this.saved.values()].map(({ at }) => at));
    return pageOf(all.slice(from, to), {
      next_cursor: from > 0 && all.length > 0 ? "older" : null,
      newer_cursor: to < all.length ? "newer" : null,
      queue: [...this.queue],
      receipts: [...this.readers.receipts],
      event_cursor: Math.max(BASE, cursor - slack),
    });
  }

  private begin(step: Step): void {
    const shown = this.shown;
    const last = shown.at(-1);
    if (step.do === "ask") this.ask(this.leaf);
    else if (step.do === "compare") this.ask(this.leaf, 3);
    else if (step.do === "retry" && last?.role === "assistant") this.answers(last.parent_id, 1);
    else if (step.do === "edit") {
      const question = pick(
        shown.filter((item) => item.role === "user"),
        step.pick,
      );
      if (question) this.ask(question.parent_id);
    } else if (step.do === "choose" && last?.comparison_id != null) {
      const chosen = pick(
        shown.filter((item) => item.comparison_id === last.comparison_id),
        step.pick,
      );
      this.chosen = last.comparison_id;
      this.leaf = chosen?.id ?? null;
      this.historyChanged();
    } else if (step.do === "show") this.show(pick([...this.messages.values()], step.pick));
    else if (step.do === "delete") this.remove(pick([...this.messages.values()], step.pick));
  }

  private ask(parent: string | null, answers = 1): void {
    const question = message(++this.count, { role: "user", parent_id: parent });
    this.messages.set(question.id, question);
    this.emit({ type: "message.created", message: this.told(question) });
    this.answers(question.id, answers);
  }

  private answers(question: string | null, count: number): void {
    const comparison = count > 1 ? `comparison-${String(this.count)}` : null;
    const begun = Array.from({ length: count }, () =>
      message(++this.count, {
        role: "assistant",
        parent_id: question,
        status: "pending",
        content: "",
        completed_at: null,
        comparison_id: comparison,
      }),
    );
    for (const answer of begun) this.messages.set(answer.id, answer);
    this.leaf = begun.at(-1)?.id ?? null;
    for (const answer of begun) this.emit({ type: "message.created", message: this.told(answer) });
    for (const answer of begun) this.save(answer.id);
    for (const answer of begun) this.takeover(answer);
  }

  private show(through: Message | undefined): void {
    if (!through) return;
    const below = (id: string): Message[] =>
      [...this.messages.values()]
        .filter((item) => item.parent_id === id)
        .flatMap((item) => [item, ...below(item.id)]);
    this.leaf = [through, ...below(through.id)].reduce((a, b) => (numberOf(b) > numberOf(a) ? b : a)).id;
    // What was passed over side by side is a version like any other now.
    this.chosen = this.get(this.leaf).comparison_id;
    this.historyChanged();
  }

  private remove(item: Message | undefined): void {
    if (!item) return;
    this.messages.delete(item.id);
    for (const child of this.messages.values())
      if (child.parent_id === item.id) this.messages.set(child.id, { ...child, parent_id: item.parent_id });
    if (this.leaf === item.id) this.leaf = item.parent_id;
    this.historyChanged();
  }

  private historyChanged(): void {
    this.emit({ type: "history.changed", leaf_id: this.leaf });
  }

  private enqueue(): void {
    if (this.running().length === 0) return;
    const question = queuedQuestion(++this.count);
    this.queue.push(question);
    this.emit({ type: "question.queued", question });
  }

  private changeQueued({ pick: which, text }: { pick: number; text: string }): void {
    const before = pick(this.queue, which);
    if (!before) return;
    const question = { ...before, content: text };
    this.queue = this.queue.map((item) => (item.id === before.id ? question : item));
    this.emit({ type: "question.changed", question });
  }

  private unqueue(question: QueuedQuestion | undefined): void {
    if (!question) return;
    this.queue = this.queue.filter((item) => item.id !== question.id);
    this.emit({ type: "question.unqueued", question_id: question.id });
  }

  private takeover(answer: Message): void {
    const saved = this.saved.get(answer.id)?.item;
    const content = saved?.content ?? "";
    const attempt = answer.attempt + 1;
    const next = {
      ...answer,
      status: "streaming" as const,
      attempt,
      content,
      reasoning: saved?.reasoning ?? null,
    };
    this.messages.set(next.id, next);
    this.emit({ type: "message.created", message: this.told(next) });
    this.emit({ type: "answer.started", message_id: answer.id, attempt, length: content.length });
    this.save(answer.id);
  }

  private goOn(step: Step, answer: Message): void {
    const { id, attempt } = answer;
    if (step.do === "write" || step.do === "think") {
      const [field, type] =
        step.do === "write"
          ? (["content", "answer.delta"] as const)
          : (["reasoning", "answer.reasoning"] as const);
      const before = answer[field] ?? "";
      this.messages.set(id, { ...answer, [field]: before + step.text });
      this.emit({ type, message_id: id, attempt, offset: before.length, text: step.text });
    } else if (step.do === "ground") {
      // Stored first, then told; a fetch in between shows it already.
      const grounding = groundingOf(step);
      this.messages.set(id, { ...answer, grounding });
      const saved = this.saved.get(id);
      if (saved) this.saved.set(id, { ...saved, item: { ...saved.item, grounding } });
      this.emit({ type: "answer.grounding", message_id: id, attempt, grounding });
    } else if (step.do === "save") {
      for (const { id: running } of this.running()) this.save(running);
    } else if (step.do === "takeover") {
      this.takeover(answer);
    } else if (step.do === "end") {
      const next = { ...answer, status: step.how, completed_at: answer.created_at };
      this.messages.set(id, next);
      this.saved.delete(id);
      this.emit({ type: `message.${step.how}`, message: this.told(next) });
      this.askQueued();
    }
  }

  /** The next question begins as the last answer ends. */
  private askQueued(): void {
    const next = this.queue[0];
    if (!next || this.running().length > 0) return;
    this.queue = this.queue.slice(1);
    const question = message(0, { id: next.id, role: "user", parent_id: this.leaf, content: next.content });
    this.chosen = this.leaf === null ? null : this.get(this.leaf).comparison_id;
    this.messages.set(question.id, question);
    this.emit({ type: "message.created", message: this.told(question) });
    this.answers(question.id, 1);
  }

  private save(id: string): void {
    this.saved.set(id, { item: this.told(this.get(id)), at: this.head });
  }

  private running(): Message[] {
    return [...this.messages.values()].filter((item) => !isFinal(item.status));
  }

  /** As the API tells it: with its place among its siblings. */
  private readonly told = (item: Message): Message => withSiblings(this.messages.values(), item);

  private get(id: string): Message {
    const found = this.messages.get(id);
    if (!found) throw new Error(`no message ${id}`);
    return found;
  }

  private tell(event: ConversationEvent | null): void {
    if (event) this.emit(event);
  }

  private emit(event: ConversationEvent): void {
    this.log.push({ n: this.head + 1, event });
  }
}
