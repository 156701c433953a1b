import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from "react";

import { ScrollKeeper } from "./scroll-keeper";

export interface Scrolling {
  frame: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  following: boolean;
  toEnd: () => void;
}

/** Holds the reader's place in a list of messages; `key` is what is read (another one begins at its end). */
export function useScrollKeeper(key: string): Scrolling {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const keeper = useRef<ScrollKeeper | null>(null);
  const [following, setFollowing] = useState(true);
  useLayoutEffect(() => {
    if (!frame.current || !content.current) return undefined;
    const mine = new ScrollKeeper(frame.current, content.current, setFollowing);
    keeper.current = mine;
    return () => {
      mine.stop();
      setFollowing(true);
    };
  }, [key]);
  // What React has just changed moves before it is seen.
  useLayoutEffect(() => keeper.current?.hold());
  const toEnd = useCallback(() => keeper.current?.toEnd(), []);
  return { frame, content, following, toEnd };
}
