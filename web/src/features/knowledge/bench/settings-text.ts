/** Settings of a search in one line. */
import type { TFunction } from "i18next";

import type { Settings } from "./api";
import { figureText } from "./numbers";

/** @param t texts of `bench` */
export const settingsText = (
  { fusion, lexical_weight: weight, candidates, rerank }: Settings,
  t: TFunction<"bench">,
  language: string,
): string =>
  t("settings.told", {
    fusion: t(`settings.fusions.${fusion}`),
    weight: figureText(weight, language),
    candidates,
    rerank: t(rerank ? "settings.reranked" : "settings.notReranked"),
  });
