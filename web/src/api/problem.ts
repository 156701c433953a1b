/** What goes wrong between the client and the server, as one error type that screens can show. */
import type { Problem } from "./types";

/** The request did not reach the server or its answer did not reach us; nothing is known about its effect. */
export const UNREACHABLE = "unreachable";
/** The server answered with something that is no problem document (a proxy's page, say). */
export const UNEXPECTED = "unexpected_answer";

/** `title` and `detail` are translated by the server; they are empty for the two codes above, which screens translate. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | null;
  /** Seconds. */
  readonly retryAfter: number | null;
  /** Message per field of the request body, `email` rather than `body.email`. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(problem: Problem) {
    super(problem.title || problem.code);
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail ?? "";
    this.requestId = problem.request_id ?? null;
    this.retryAfter = problem.retry_after ?? null;
    this.fields = Object.fromEntries(
      (problem.errors ?? []).map(({ field, message }) => [fieldName(field), message]),
    );
  }
}

function fieldName(path: string): string {
  return path
    .replace(/^\//, "")
    .replaceAll("/", ".")
    .replace(/^body\./, "");
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === "object" &&
    body !== null &&
    "code" in body &&
    typeof body.code === "string" &&
    "title" in body &&
    typeof body.title === "string"
  );
}

/** Any thrown value as a problem; errors that are none of ours stay what they are. */
export function asProblem(error: unknown): ProblemError | null {
  return error instanceof ProblemError ? error : null;
}

/** @throws the problem a failed response describes */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return new ProblemError({ ...body, status: response.status });
  return new ProblemError({ code: UNEXPECTED, title: "", status: response.status });
}
