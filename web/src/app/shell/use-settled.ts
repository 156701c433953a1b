import { useEffect, useState } from "react";

import { sessionState } from "@/shared/session";

/** Milliseconds for the page itself, before what it can do without for a while. */
const FIRST = 1_200;

/** True once the page has had time to be there; at once where there is no server to ask. */
export function useSettled(): boolean {
  const [settled, setSettled] = useState(() => {
    const state = sessionState();
    return state.status === "signed-in" && state.accessToken === "";
  });
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), FIRST);
    return () => clearTimeout(timer);
  }, []);
  return settled;
}
