/** What answers can rest on. The chat has this with its first page: nothing else is in here. */
export interface SourceRef {
  readonly kind: "base" | "document";
  readonly id: string;
}

/** The server's own limit. */
export const MOST_SOURCES = 20;

/** Something is to be attached, or no longer. */
export type OnSource = (source: SourceRef, on: boolean) => void;

/** What is attached, once something else is or is no longer. */
export function withSource(
  sources: readonly SourceRef[],
  { kind, id }: SourceRef,
  on: boolean,
): readonly SourceRef[] {
  const others = sources.filter((each) => each.id !== id);
  return on ? [...others, { kind, id }] : others;
}
