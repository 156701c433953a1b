/** Places in a conversation. */

/**
 * Which messages to fetch: the latest, a page's neighbours by its cursors, or those around a message. A message on
 * another branch is brought to light by `show`; without it the latest come in its place.
 */
export type PagePlace =
  | { readonly at: "latest" }
  | { readonly at: "older" | "newer"; readonly cursor: string }
  | { readonly at: "around"; readonly message: string; readonly show: boolean };

export const LATEST: PagePlace = { at: "latest" };
