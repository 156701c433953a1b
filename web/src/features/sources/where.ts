/** Where in its document a passage stands, in words. */
import type { TFunction } from "i18next";

import { partOfName } from "@/features/knowledge/reading/parts";
import { isolate } from "@/shared/lib/isolate";
import type { Citation } from "@/stream";

type T = TFunction<"sources">;

/** "page 3", "slide 3"; "" where parts have no numbers. */
export const partIn = ({ title, page }: Pick<Citation, "title" | "page">, t: T): string =>
  page === null ? "" : t(partOfName(title), { page });

export const whereOf = (citation: Citation, t: T): string =>
  [...citation.heading.map(isolate), partIn(citation, t)].filter((each) => each !== "").join(" › ");
