/** All other English texts: a new area needs no registration. */
import type { Texts } from "../catalogue";

export const texts = import.meta.glob<Texts>(
  [
    "../en/*.json",
    "!../en/{accounts,app,prompts}.json",
    "!../en/{chat,files,messages,offline,order,panes,sources,together}.json",
    "!../en/{palette,sharing,transfer}.json",
  ],
  { eager: true, import: "default" },
);
