/** Keeps what is shown of a base up to date while a component is on screen. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { useRuntime } from "@/features/chat/runtime/use-runtime";
import { basesOf } from "@/stream/bases";

import { LiveBase } from "./live";

/** Without a connection that tells, what is in work is asked for so often. */
const LOOK_MS = 1_500;
/** Events can be lost with the server that would have told them; so seldom it is looked all the same. */
const SURE_MS = 15_000;

/** How often to ask for what is in work, in milliseconds. Null: which base it is, is not known yet. */
export function useLive(baseId: string | null): number {
  const client = useQueryClient();
  const { socket } = useRuntime();
  const [live, setLive] = useState(false);
  useEffect(() => {
    if (baseId === null) return undefined;
    const follower = new LiveBase(client, baseId, setLive);
    const stop = basesOf(socket).follow(baseId, follower);
    return () => {
      stop();
      follower.stop();
      setLive(false);
    };
  }, [baseId, client, socket]);
  return live ? SURE_MS : LOOK_MS;
}
