/** Requests to the REST API: address, language, and failures as `ProblemError`. */
import { problemOf, ProblemError, UNREACHABLE } from "./problem";

export const API_PREFIX = "/api/v1";

/** A list stands for its name several times. */
export type Query = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>;

export interface RequestOptions {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Answers and problems come in the language on screen. */
export function inLanguage(request: Request): Request {
  request.headers.set("Accept-Language", document.documentElement.lang || "en");
  return request;
}

export function address(path: string, query: Query = {}): string {
  const url = new URL(API_PREFIX + path, location.origin);
  for (const [key, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const each of value) url.searchParams.append(key, String(each));
    else if (value !== undefined && value !== null) url.searchParams.set(key, String(value));
  }
  return url.href;
}

/** A request whose failure to arrive is a `ProblemError` too. @throws ProblemError */
export async function send(
  request: Request,
  door: (request: Request) => Promise<Response>,
): Promise<Response> {
  let response: Response;
  try {
    response = await door(request);
  } catch (error) {
    if (error instanceof ProblemError || request.signal.aborted) throw error;
    throw new ProblemError({ code: UNREACHABLE, title: "", status: 0 });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

export function buildRequest(
  method: Method,
  path: string,
  { query, body, signal }: RequestOptions = {},
): Request {
  return inLanguage(
    new Request(address(path, query), {
      method,
      headers: {
        Accept: "application/json",
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }),
  );
}
