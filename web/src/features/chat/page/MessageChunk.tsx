import { Fragment, lazy, memo, Suspense, use, useEffect, useRef, useState, type ReactNode } from "react";

import type { ConversationStream } from "@/stream";

import { SightContext } from "../context/sight";
import { MessageRow } from "../message/MessageRow";
import classes from "./MessageList.module.css";

const SightLine = lazy(() => import("../context/SightLine"));

/** Pieces this far from what is visible are drawn. */
const AHEAD = "1500px";
/** Pixels that a piece is taken to be high until it is drawn for the first time. */
const GUESS = 640;

const TELLS_SIGHT = typeof IntersectionObserver !== "undefined";

interface Props {
  stream: ConversationStream;
  ids: readonly string[];
  /** The last message of the branch, if it is in here. */
  last: string | null;
  /** One of its messages is looked for: it must be there, however far away. */
  wanted: boolean;
  /** It comes in close to where one looks: it is drawn with the page that brings it. */
  near: boolean;
}

/** Some messages; out of sight only the room they take remains. */
export const MessageChunk = memo(function MessageChunk({
  stream,
  ids,
  last,
  wanted,
  near,
}: Props): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  /** Height in pixels of what is not drawn; null: drawn. */
  const [gap, setGap] = useState(() => (near || !TELLS_SIGHT ? null : GUESS));
  useEffect(() => {
    const root = element.current?.closest("[data-scroll]");
    if (!element.current || !TELLS_SIGHT) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1);
        if (entry) setGap(entry.isIntersecting ? null : entry.boundingClientRect.height);
      },
      { root: root ?? null, rootMargin: `${AHEAD} 0px` },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  const sight = use(SightContext);
  const drawn = gap === null || wanted;
  return (
    <div ref={element} className={classes.chunk} data-chunk style={drawn ? undefined : { height: gap }}>
      {drawn &&
        ids.map((id) => (
          <Fragment key={id}>
            {id === sight?.from && (
              <Suspense>
                <SightLine summarised={sight.summarised} />
              </Suspense>
            )}
            <MessageRow stream={stream} id={id} last={id === last} />
          </Fragment>
        ))}
    </div>
  );
});
