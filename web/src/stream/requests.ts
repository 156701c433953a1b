/** Frames that want a reply, and the replies they wait for. */

import type { Problem } from "./types";

/** The connection went away before the reply came: whether the request took effect is unknown. */
export class DisconnectedError extends Error {
  override readonly name = "DisconnectedError";
}

/** No reply in time on a connection that looks alive. */
export class NoReplyError extends Error {
  override readonly name = "NoReplyError";
}

/** The server said no. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

interface Waiting {
  resolve(data: unknown): void;
  reject(error: Error): void;
  timer: ReturnType<typeof setTimeout>;
}

export class Requests {
  private readonly waiting = new Map<string, Waiting>();
  private last = 0;

  /** Registers a request; `send` gets the ref to put into the frame. Times in milliseconds. */
  open(send: (ref: string) => void, timeout: number): Promise<unknown> {
    const ref = String(++this.last);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(ref);
        reject(new NoReplyError());
      }, timeout);
      this.waiting.set(ref, { resolve, reject, timer });
      send(ref);
    });
  }

  resolve(ref: string, data: unknown): void {
    this.take(ref)?.resolve(data);
  }

  refuse(ref: string, problem: Problem): void {
    this.take(ref)?.reject(new RefusedError(problem));
  }

  /** The connection is gone: nobody will reply to what was asked on it. */
  abandon(): void {
    for (const ref of [...this.waiting.keys()]) this.take(ref)?.reject(new DisconnectedError());
  }

  private take(ref: string): Waiting | undefined {
    const found = this.waiting.get(ref);
    this.waiting.delete(ref);
    if (found) clearTimeout(found.timer);
    return found;
  }
}
