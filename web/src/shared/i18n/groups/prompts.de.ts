/** The German texts of the group `prompts` (`areas.ts`). */
import type { Texts } from "../catalogue";

export const texts = import.meta.glob<Texts>(["../de/prompts.json"], {
  eager: true,
  import: "default",
});
