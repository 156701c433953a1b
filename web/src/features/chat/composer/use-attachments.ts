/** Files of the composer: chosen, dropped, pasted; and a sentence when something was left out. */
import { useRef, useState, type ClipboardEvent, type RefObject } from "react";
import { useTranslation } from "react-i18next";

import {
  LONG_PASTE,
  MOST_FILES,
  pastedFiles,
  textFile,
  useDraftFiles,
  useDrop,
  type Added,
  type DraftFiles,
} from "@/features/files";

export interface Attachments extends DraftFiles {
  /** Files are held over the page. */
  readonly dragging: boolean;
  /** What was left out, and why; null when nothing was. */
  readonly notice: string | null;
  /** A long text that was just pasted, and what the field holds without it. */
  readonly longPaste: LongPaste | null;
  attach: (files: readonly File[]) => void;
  /** All that is in a folder, or none of it where that is too much. */
  attachFolder: (files: readonly File[]) => void;
  onPaste: (event: ClipboardEvent<HTMLTextAreaElement>) => void;
  /** The long text that was just pasted goes along as a file instead. */
  pasteAsFile: () => void;
  /** The text changed: what was said about the last files is no longer of interest. */
  textChanged: () => void;
  /** All that was said is taken back. */
  calm: () => void;
}

export interface LongPaste {
  readonly text: string;
  readonly rest: string;
}

export function useAttachments(place: string, inside: RefObject<HTMLElement | null>): Attachments {
  const { t } = useTranslation("files");
  const draft = useDraftFiles(place);
  const [notice, setNotice] = useState<string | null>(null);
  const [longPaste, setLongPaste] = useState<LongPaste | null>(null);
  const pasting = useRef(false);
  const calm = (): void => {
    setNotice(null);
    setLongPaste(null);
  };
  const attach = (files: readonly File[], said: string | null = null): void => {
    setNotice(said);
    if (files.length === 0) return;
    draft.add(files).then(
      (added) => setNotice([said, wordsFor(added, t)].filter(Boolean).join(" ") || null),
      // What does the work could not be fetched.
      () => setNotice(t("notLoaded")),
    );
  };
  const dragging = useDrop(inside, ({ files, folders }) => {
    if (folders.length === 0) attach(files);
    else
      unfold(folders, MOST_FILES - files.length).then(
        (found) => attach([...files, ...(found ?? [])], wordsForFolder(found, t)),
        () => attach(files, t("folderUnread")),
      );
  });
  return {
    ...draft,
    dragging,
    notice,
    longPaste,
    attach,
    attachFolder: (files) => {
      import("@/shared/lib/dropped").then(
        ({ wanted }) => {
          const found = files.filter((file) => wanted({ file }));
          const fitting = found.length > MOST_FILES ? null : found;
          attach(fitting ?? [], wordsForFolder(fitting, t));
        },
        () => setNotice(t("notLoaded")),
      );
    },
    onPaste: (event) => {
      const data = event.clipboardData;
      const name = (number: number, extension: string): string => t("photoName", { number, extension });
      const files = pastedFiles(data, name, draft.files.length);
      if (files.length > 0) {
        event.preventDefault();
        attach(files);
        return;
      }
      const text = data.getData("text/plain");
      const { value, selectionStart, selectionEnd } = event.currentTarget;
      const rest = value.slice(0, selectionStart) + value.slice(selectionEnd);
      pasting.current = text.length >= LONG_PASTE;
      setLongPaste(pasting.current ? { text, rest } : null);
    },
    pasteAsFile: () => {
      if (longPaste !== null) attach([textFile(longPaste.text, t("pastedName"))]);
      setLongPaste(null);
    },
    textChanged: () => {
      // The change that a paste makes itself is none of typing.
      if (pasting.current) pasting.current = false;
      else if (notice !== null || longPaste !== null) calm();
    },
    calm,
  };
}

/** The files in folders; null when there are more than `most`: which of them are meant nobody can tell. */
async function unfold(folders: readonly FileSystemEntry[], most: number): Promise<File[] | null> {
  const { filesIn } = await import("@/shared/lib/dropped");
  const found = await filesIn(folders, most);
  return found.length > most ? null : found.map(({ file }) => file);
}

function wordsForFolder(found: readonly File[] | null, t: Words): string | null {
  if (found === null) return t("folderLarge", { most: MOST_FILES });
  return found.length === 0 ? t("folderEmpty") : null;
}

type Words = ReturnType<typeof useTranslation<"files">>["t"];

function wordsFor({ doubled, empty, over }: Added, t: Words): string {
  return [
    doubled.length > 0 && t("doubled", { names: doubled.join(", ") }),
    empty.length > 0 && t("empty", { names: empty.join(", ") }),
    over > 0 && t("over", { count: over, most: MOST_FILES }),
  ]
    .filter(Boolean)
    .join(" ");
}
