/** Which addresses in a text of unknown origin may become links and images. */

const LINK_PROTOCOLS = new Set(["http:", "https:", "mailto:", "tel:"]);
const DATA_IMAGE = /^data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]/i;

function parse(address: string): URL | null {
  return URL.canParse(address, location.href) ? new URL(address, location.href) : null;
}

/** The address if a reader may be led there, else null (`javascript:`, `data:`, `file:` and whatever comes next). */
export function safeLink(address: string | undefined): string | null {
  if (address === undefined) return null;
  const url = parse(address);
  return url && LINK_PROTOCOLS.has(url.protocol) ? url.href : null;
}

/**
 * The address if an image may be loaded from it: from this server or from the text itself. An image elsewhere would
 * tell its server who reads what, and when; it becomes a link instead.
 */
export function safeImage(address: string | undefined): string | null {
  if (address === undefined) return null;
  if (DATA_IMAGE.test(address)) return address;
  const url = parse(address);
  return url?.origin === location.origin ? url.href : null;
}

/** Where a link leads, for people: the host, or the address for mail and telephone. */
export function placeOf(address: string): string {
  const url = parse(address);
  return url === null ? address : url.host === "" ? url.pathname : url.host;
}
