import { useEffect, useRef, useState } from "react";

import { usePerson } from "@/shared/session";

import { keepDraft, readDraft } from "./drafts";

const PAUSE_MS = 400;

/** The text of a composer, kept while one types, and at once when one leaves. */
export function useDraft(place: string): readonly [string, (text: string) => void] {
  const { id } = usePerson();
  const [text, setText] = useState(() => readDraft(id, place));
  const unsaved = useRef<string | null>(null);
  const change = (next: string): void => {
    unsaved.current = next;
    setText(next);
    // An emptied composer was sent: its draft must not come back after a crash.
    if (next === "") save();
  };
  const save = (): void => {
    if (unsaved.current === null) return;
    keepDraft(id, place, unsaved.current);
    unsaved.current = null;
  };
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  useEffect(() => {
    const timer = setTimeout(() => latest.current(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    const leave = (): void => latest.current();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);
  return [text, change];
}
