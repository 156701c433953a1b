/** What the chat uses of sources. What is heavy comes when it is shown. */
export { readSources } from "./address";
export { hashAt, type Hash } from "./hash";
export { GroundingLine } from "./GroundingLine";
export type { HashMenu } from "./KnowledgeMenu";
export { withSource, type SourceRef } from "./source";
export { SourcePicker } from "./SourcePicker";
