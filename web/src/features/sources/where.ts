/** Where in its document a passage stands, in words. */
import type { TFunction } from "i18next";

import { isolate } from "@/shared/lib/isolate";
import type { Citation } from "@/stream";

export const whereOf = ({ heading, page }: Citation, t: TFunction<"sources">): string =>
  [...heading.map(isolate), ...(page === null ? [] : [t("page", { page })])].join(" › ");
