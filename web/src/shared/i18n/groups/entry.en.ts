/** The English texts of the group `entry` (`areas.ts`). */
import type { Texts } from "../catalogue";

export const texts = import.meta.glob<Texts>(["../en/{accounts,app}.json"], {
  eager: true,
  import: "default",
});
