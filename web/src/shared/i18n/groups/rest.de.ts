/** All other German texts: a new area needs no registration. */
import type { Texts } from "../catalogue";

export const texts = import.meta.glob<Texts>(
  [
    "../de/*.json",
    "!../de/{accounts,app,prompts}.json",
    "!../de/{chat,files,messages,offline,order,panes,sources,together}.json",
    "!../de/{palette,sharing,transfer}.json",
  ],
  { eager: true, import: "default" },
);
