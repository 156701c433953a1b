/** When to try to connect again. */

const FIRST = 250;
const LONGEST = 20_000;

/**
 * Milliseconds to wait before attempt number `attempt` (0 = the first after a cut: at once). Doubles up
 * to 20 s; half of it is left to chance, so that a restarted server is not met by everyone at the same moment.
 */
export function delayBefore(attempt: number, random: () => number): number {
  if (attempt <= 0) return 0;
  const full = Math.min(LONGEST, FIRST * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random();
}
