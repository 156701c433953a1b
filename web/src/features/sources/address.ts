/** Sources in an address: `base:<id>,document:<id>`. */
import { MOST_SOURCES, type SourceRef } from "./source";

const ONE = /^(base|document):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

export function readSources(text: string | undefined): readonly SourceRef[] {
  return (text ?? "")
    .split(",")
    .map((each) => ONE.exec(each))
    .flatMap((found) =>
      found?.[1] !== undefined && found[2] !== undefined
        ? [{ kind: found[1] as SourceRef["kind"], id: found[2] }]
        : [],
    )
    .slice(0, MOST_SOURCES);
}

export const writeSources = (sources: readonly SourceRef[]): string =>
  sources.map(({ kind, id }) => `${kind}:${id}`).join();
