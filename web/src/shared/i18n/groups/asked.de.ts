/** The German texts of the group `asked` (`areas.ts`). */
import type { Texts } from "../catalogue";

export const texts = import.meta.glob<Texts>(["../de/{palette,sharing,transfer}.json"], {
  eager: true,
  import: "default",
});
