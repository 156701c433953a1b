/** Runs beside the page: refreshes before the token ends, follows what other tabs do. */
import { EARLY_MS, endSession, refreshSession } from "./refresh";
import { adopt, sessionState, useSession } from "./store";
import { listenToTabs } from "./tabs";

/** After a refresh that could not reach the server. */
const RETRY_MS = 10_000;

/** Starts keeping the session; returns how to stop. */
export function keepSession(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const refresh = (): void => {
    refreshSession().catch(() => {
      timer = setTimeout(refresh, RETRY_MS);
    });
  };
  const plan = (): void => {
    clearTimeout(timer);
    const state = sessionState();
    if (state.status !== "signed-in") return;
    timer = setTimeout(refresh, Math.max(0, state.deadline - Date.now() - EARLY_MS));
  };
  // Timers sleep with the device: look again when the page comes back.
  const wake = (): void => {
    if (document.visibilityState === "visible") plan();
  };

  const stopStore = useSession.subscribe(plan);
  const stopTabs = listenToTabs((message) => {
    if (message.type === "session") adopt(message.session);
    else if (sessionState().status === "signed-in") endSession("chosen", false);
  });
  document.addEventListener("visibilitychange", wake);
  plan();
  return () => {
    clearTimeout(timer);
    stopStore();
    stopTabs();
    document.removeEventListener("visibilitychange", wake);
  };
}
