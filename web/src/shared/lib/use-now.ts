/** The clock, for components: what they show may depend on state only, and so the time is state. */
import { useMemo, useSyncExternalStore } from "react";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

function everyMinute(changed: () => void): () => void {
  const timer = setInterval(changed, MINUTE_MS);
  return () => clearInterval(timer);
}

// In steps, so that the value stays the same between two renders.
const tensOfSeconds = (): number => Math.floor(Date.now() / (10 * SECOND_MS)) * 10 * SECOND_MS;
const startOfDay = (): number => new Date().setHours(0, 0, 0, 0);

function useTime(read: () => number): Date {
  const time = useSyncExternalStore(everyMinute, read);
  return useMemo(() => new Date(time), [time]);
}

/** The time, at most ten seconds late when drawn; drawn again each minute. */
export const useNow = (): Date => useTime(tensOfSeconds);

/** Midnight of the day that it is here; drawn again when another day begins. */
export const useToday = (): Date => useTime(startOfDay);
