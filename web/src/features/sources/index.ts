/** What the chat uses of sources. What is heavy comes when it is shown. */
export { readSources, writeSources } from "./address";
export type { SourceRef } from "./api";
export { GroundingLine } from "./GroundingLine";
export { SourcePicker } from "./SourcePicker";
