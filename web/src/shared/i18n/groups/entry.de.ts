/** The German texts of the group `entry` (`areas.ts`). */
import type { Texts } from "../catalogue";

export const texts = import.meta.glob<Texts>(["../de/{accounts,app}.json"], {
  eager: true,
  import: "default",
});
