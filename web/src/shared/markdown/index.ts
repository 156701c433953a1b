/** Texts of unknown origin, as safe and readable elements. Light: the renderer itself is fetched when needed. */
export { Markdown, preloadMarkdown } from "./Markdown";
export { PlainText } from "./PlainText";
export { TextReferences, type References } from "./references";
