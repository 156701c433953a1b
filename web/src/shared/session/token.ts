/** Reads when an access token ends. The server alone decides whether it is valid. */

/**
 * The moment on this device's clock (ms) at which a token received at `now` ends, or null when it does not say.
 *
 * Taken from the token's own lifetime (`exp - iat`, RFC 7519), so that a device whose clock is wrong refreshes in time.
 */
export function deadlineOf(token: string, now: number): number | null {
  const payload = token.split(".")[1];
  if (payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    if (typeof claims !== "object" || claims === null) return null;
    const { exp, iat } = claims as { exp?: unknown; iat?: unknown };
    if (typeof exp !== "number" || typeof iat !== "number" || exp <= iat) return null;
    return now + (exp - iat) * 1000;
  } catch {
    return null;
  }
}
