/** What work on many documents does, or did, in words. */
import type { TFunction } from "i18next";

import { listed } from "@/features/together/names";
import { isolate } from "@/shared/lib/isolate";

import type { Operation } from "../types";

type T = TFunction<["knowledge", "app"]>;

const namesOf = ({ folders }: Operation, language: string): string =>
  listed(
    folders.map(({ name }) => isolate(name)),
    language,
  );

/** "The folder Rules is being deleted". */
export function goingOn(operation: Operation, t: T, language: string): string {
  const { kind, total, folders, tag } = operation;
  const count = folders.length;
  if (tag) return t("operations.tagGoes", { name: isolate(tag.name), count: total });
  if (count === 0) return t(`operations.${kind}`, { count: total });
  const names = namesOf(operation, language);
  if (kind === "delete") return t("operations.deleteFolders", { count, names });
  return total > count
    ? t("operations.moveBoth", { count: total })
    : t("operations.moveFolders", { count, names });
}

/** "3 of 4 moved". */
export function ended(operation: Operation, t: T, language: string): string {
  const { kind, total, done, folders, status } = operation;
  const count = folders.length;
  const whole = kind === "delete" && status === "done" && count > 0;
  return whole
    ? t("operations.ended.folders", { count, names: namesOf(operation, language) })
    : t(`operations.ended.${kind}`, { done, total });
}
