import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { useStanding } from "@/features/together";
import type { ConversationStream } from "@/stream";

import { markRead } from "../list/list-cache";
import { useRuntime } from "../runtime/use-runtime";
import type { Scrolling } from "./use-scroll-keeper";

/** In a joint conversation, tells the others how far one has come: read is what is on the screen while one sees it. */
export function useReading(stream: ConversationStream, { frame, following }: Scrolling): void {
  const { joint } = useStanding();
  const runtime = useRuntime();
  const client = useQueryClient();
  useEffect(() => {
    if (!joint) return undefined;
    let inSight = true;
    const look = (): void => {
      const { state, phase } = stream.getView();
      const last = state.newer === null ? state.path.at(-1) : undefined;
      const reading = following && inSight && document.visibilityState === "visible";
      if (phase !== "ready" || last === undefined) return;
      if (reading) {
        runtime.reading.add(stream.id);
        runtime.receipts.read(stream.id, last);
        markRead(client, stream.id);
      } else {
        runtime.reading.delete(stream.id);
        runtime.receipts.delivered(stream.id, last);
      }
    };
    look();
    const stop = stream.subscribe(look);
    document.addEventListener("visibilitychange", look);
    const observer = observe(frame.current, (visible) => {
      inSight = visible;
      look();
    });
    return () => {
      stop();
      document.removeEventListener("visibilitychange", look);
      observer?.disconnect();
      runtime.reading.delete(stream.id);
    };
  }, [joint, stream, frame, following, runtime, client]);
}

/** Whether any of it is on the screen: of several panes on a phone only one is. */
function observe(frame: Element | null, changed: (visible: boolean) => void): IntersectionObserver | null {
  if (!frame || typeof IntersectionObserver === "undefined") return null;
  const observer = new IntersectionObserver((entries) => {
    const entry = entries.at(-1);
    if (entry) changed(entry.isIntersecting);
  });
  observer.observe(frame);
  return observer;
}
