/** What is shown of joint conversations only, in one chunk that is loaded with the first of them. */
export { Faces } from "./Faces";
export { ReaderNote } from "./ReaderNote";
export { Ticks } from "./Ticks";
export { TypingLine } from "./TypingLine";
export { Withdrawn } from "./Withdrawn";
