import { useLayoutEffect, useMemo, useRef, useState, type RefObject } from "react";

import type { ConversationStream } from "@/stream";

import { ScrollKeeper } from "./scroll-keeper";

export interface Scrolling {
  frame: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  following: boolean;
  toEnd: () => void;
  bring: (element: Element, top?: number) => void;
  topOf: (element: Element) => number;
}

/** Holds the reader's place in a list of messages; `cut`: what is loaded ends before the conversation does. */
export function useScrollKeeper(stream: ConversationStream, cut: boolean): Scrolling {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const keeper = useRef<ScrollKeeper | null>(null);
  const [following, setFollowing] = useState(true);
  useLayoutEffect(() => {
    if (!frame.current || !content.current) return undefined;
    const mine = new ScrollKeeper(frame.current, content.current, {
      following: setFollowing,
      reading: (messageId) => {
        stream.reading = messageId;
      },
    });
    keeper.current = mine;
    return () => {
      mine.stop();
      setFollowing(true);
    };
  }, [stream]);
  // What React has just changed moves before it is seen.
  useLayoutEffect(() => {
    keeper.current?.setCut(cut);
    keeper.current?.hold();
  });
  const moves = useMemo(
    () => ({
      toEnd: () => keeper.current?.toEnd(),
      bring: (element: Element, top?: number) => keeper.current?.bring(element, top),
      topOf: (element: Element) => keeper.current?.topOf(element) ?? 0,
    }),
    [],
  );
  return { frame, content, following, ...moves };
}
