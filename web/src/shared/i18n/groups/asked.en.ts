/** The English texts of the group `asked` (`areas.ts`). */
import type { Texts } from "../catalogue";

export const texts = import.meta.glob<Texts>(["../en/{palette,sharing,transfer}.json"], {
  eager: true,
  import: "default",
});
