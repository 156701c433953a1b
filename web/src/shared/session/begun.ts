/**
 * Answers that `app/early.js` asked for with the session's first token, while the scripts were on their way. Each is taken
 * once, soon, and only under the token that it was asked with.
 */

/** Older than this, in milliseconds, an answer says what was. */
const FRESH_MS = 10_000;

export interface Begun {
  token: string;
  at: number;
  /** By path and query. Null: the page has asked for it itself. */
  answers: Record<string, Promise<Response> | null>;
}

declare global {
  interface Window {
    convosphereBegun?: Begun;
  }
}

/** The answer to a request if it is on its way and is a good one; else null, and one asks oneself. */
export async function takeBegun({ method, url }: Request, token: string): Promise<Response | null> {
  const begun = window.convosphereBegun;
  if (method !== "GET" || begun === undefined) return null;
  const { pathname, search } = new URL(url);
  const answer = begun.answers[pathname + search];
  begun.answers[pathname + search] = null;
  if (!answer || begun.token !== token || Date.now() - begun.at > FRESH_MS) return null;
  const response = await answer.catch(() => null);
  return response?.ok ? response : null;
}
