/** A kept search as an address, and in words. */
import type { TFunction } from "i18next";

import { isolate } from "@/shared/lib/isolate";

import { KINDS } from "../address";
import { NARROWING, SORTS, type SearchAddress } from "./address";
import type { SavedSearch } from "./api";

const DAY = 10;
const ONE_DAY_MS = 86_400_000;

export function addressOf({ question, bases, filters, sort }: SavedSearch["request"]): SearchAddress {
  const to = filters?.date_to ?? null;
  return {
    q: question,
    base: bases?.[0],
    folder: filters?.folders[0],
    tag: filters?.tags_all[0],
    kind: KINDS.find((kind) => kind === filters?.kinds[0]),
    language: filters?.languages[0],
    author: filters?.authors[0],
    from: filters?.date_from?.slice(0, DAY),
    // Kept as the moment after its last day.
    to: to === null ? undefined : new Date(Date.parse(to) - ONE_DAY_MS).toISOString().slice(0, DAY),
    outdated: filters?.outdated ? true : undefined,
    sort: SORTS.find((known) => known === sort && known !== "relevance"),
  };
}

/** What it asks for, and by how much it is narrowed down; its name says neither. */
export function savedText(
  request: SavedSearch["request"],
  t: TFunction<["findings", "app", "knowledge"]>,
): string {
  const address = addressOf(request);
  const filters = NARROWING.filter((name) => address[name] !== undefined).length;
  const kind = address.kind === undefined ? [] : [t(`knowledge:kinds.${address.kind}`)];
  const others = filters - kind.length;
  return [isolate(request.question), ...kind, ...(others > 0 ? [t("filters", { count: others })] : [])].join(
    " · ",
  );
}
