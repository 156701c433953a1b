/** The German texts of the group `chat` (`areas.ts`). */
import type { Texts } from "../catalogue";

export const texts = import.meta.glob<Texts>(
  ["../de/{chat,files,messages,offline,order,panes,sources,together}.json"],
  { eager: true, import: "default" },
);
