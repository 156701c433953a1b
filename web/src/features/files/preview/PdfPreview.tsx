import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { useTranslation } from "react-i18next";

import { drawPage, needsPassword, openPdf, type PDFDocumentProxy, type PDFPageProxy } from "./pdf";
import { Loading, Note } from "./Preview";
import classes from "./Preview.module.css";
import { useZoom } from "./zoom";
import { ZoomBar } from "./ZoomBar";

/** Pages this far from what is visible are drawn. */
const AHEAD = "600px";

type Opened = PDFDocumentProxy | "loading" | "locked" | "failed";

/** A PDF, page under page; each is drawn when one comes near it. */
export default function PdfPreview({ url }: { url: string }): ReactNode {
  const { t } = useTranslation("files");
  const opened = usePdf(url);
  const zoom = useZoom();
  const pages = useRef<HTMLDivElement>(null);
  const width = useWidth(pages, typeof opened === "object");
  if (opened === "loading") return <Loading />;
  if (opened === "locked") return <Note text={t("preview.locked")} />;
  if (opened === "failed") return <Note text={`${t("preview.failedTitle")}. ${t("preview.failed")}`} />;
  return (
    <div className={classes.preview}>
      <ZoomBar zoom={zoom} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of what scrolls in here */}
      <div
        ref={pages}
        className={classes.pages}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
        tabIndex={0}
        role="group"
        aria-label={t("pages", { count: opened.numPages })}
        onKeyDown={zoom.onKeyDown}
      >
        {width > 0 &&
          Array.from({ length: opened.numPages }, (_, index) => (
            <Page key={index} document={opened} number={index + 1} width={width * zoom.factor} />
          ))}
      </div>
    </div>
  );
}

function usePdf(url: string): Opened {
  const [opened, setOpened] = useState<Opened>("loading");
  // The address is renewed while one reads; the document stays the one that was opened.
  const [first] = useState(url);
  useEffect(() => {
    const task = openPdf(first);
    let gone = false;
    task.promise.then(
      (document) => {
        if (!gone) setOpened(document);
      },
      (error: unknown) => {
        if (!gone) setOpened(needsPassword(error) ? "locked" : "failed");
      },
    );
    return () => {
      gone = true;
      void task.destroy();
    };
  }, [first]);
  return opened;
}

/** Pixels inside the element, followed. */
function useWidth(element: RefObject<HTMLElement | null>, ready: boolean): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!ready || !element.current) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, ready]);
  return width;
}

interface PageProps {
  document: PDFDocumentProxy;
  number: number;
  /** CSS pixels. */
  width: number;
}

/** A4 until the page itself is known. */
const A4 = 297 / 210;

function Page({ document, number, width }: PageProps): ReactNode {
  const { t } = useTranslation("files");
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const near = useNear(frame);
  const [page, setPage] = useState<PDFPageProxy | null>(null);
  useEffect(() => {
    if (!near || page !== null) return undefined;
    let gone = false;
    document.getPage(number).then(
      (found) => {
        if (!gone) setPage(found);
      },
      // A page that cannot be read stays white; the others are shown.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [document, number, near, page]);
  useEffect(() => {
    if (!near || !page || !canvas.current || !words.current) return undefined;
    const control = new AbortController();
    void drawPage(page, width, canvas.current, words.current, control.signal);
    return () => control.abort();
  }, [near, page, width]);
  const natural = page?.getViewport({ scale: 1 });
  const height = width * (natural ? natural.height / natural.width : A4);
  return (
    <div
      ref={frame}
      className={classes.page}
      style={{ width, height }}
      role="group"
      aria-label={t("preview.page", { page: number, pages: document.numPages })}
    >
      {near && (
        <>
          <canvas ref={canvas} className={classes.canvas} aria-hidden />
          <div ref={words} className={classes.words} dir="ltr" />
        </>
      )}
    </div>
  );
}

function useNear(element: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new IntersectionObserver((entries) => setNear(entries.at(-1)?.isIntersecting ?? false), {
      rootMargin: `${AHEAD} 0px`,
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return near;
}
