/** PDF documents by pdf.js, with its worker; nothing in a document is run. */
import {
  getDocument,
  GlobalWorkerOptions,
  TextLayer,
  type PDFDocumentLoadingTask,
  type PDFPageProxy,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

export type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";

GlobalWorkerOptions.workerSrc = workerUrl;

/** More pixels than that per CSS pixel nobody sees, and phones run out of memory. */
const FINEST = 2;

export function openPdf(url: string): PDFDocumentLoadingTask {
  // The content security policy forbids what is switched off here; pages are fetched as they are looked at.
  return getDocument({
    url,
    isEvalSupported: false,
    useWasm: false,
    enableXfa: false,
    disableAutoFetch: true,
  });
}

export const needsPassword = (error: unknown): boolean =>
  error instanceof Error && error.name === "PasswordException";

/** Draws a page `width` CSS pixels wide. Ends early, quietly, when `signal` says so. */
export async function drawPage(
  page: PDFPageProxy,
  width: number,
  canvas: HTMLCanvasElement,
  words: HTMLElement,
  signal: AbortSignal,
): Promise<void> {
  const scale = width / page.getViewport({ scale: 1 }).width;
  const fineness = Math.min(devicePixelRatio, FINEST);
  const viewport = page.getViewport({ scale: scale * fineness });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  const drawing = page.render({ canvas, viewport });
  const layer = new TextLayer({
    textContentSource: page.streamTextContent(),
    container: words,
    viewport: page.getViewport({ scale }),
  });
  words.replaceChildren();
  words.style.setProperty("--total-scale-factor", String(scale));
  signal.addEventListener("abort", () => {
    drawing.cancel();
    layer.cancel();
  });
  try {
    await Promise.all([drawing.promise, layer.render()]);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
