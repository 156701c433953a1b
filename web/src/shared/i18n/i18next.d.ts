/** Keys are checked against the English catalogue; a new area is added here once. */
import "i18next";

import type accounts from "./en/accounts.json";
import type app from "./en/app.json";
import type audit from "./en/audit.json";
import type bench from "./en/bench.json";
import type budgets from "./en/budgets.json";
import type camera from "./en/camera.json";
import type chat from "./en/chat.json";
import type dates from "./en/dates.json";
import type figures from "./en/figures.json";
import type files from "./en/files.json";
import type findings from "./en/findings.json";
import type groups from "./en/groups.json";
import type knowledge from "./en/knowledge.json";
import type messages from "./en/messages.json";
import type offline from "./en/offline.json";
import type order from "./en/order.json";
import type models from "./en/models.json";
import type prompts from "./en/prompts.json";
import type panes from "./en/panes.json";
import type people from "./en/people.json";
import type preferences from "./en/preferences.json";
import type palette from "./en/palette.json";
import type search from "./en/search.json";
import type sources from "./en/sources.json";
import type sharing from "./en/sharing.json";
import type together from "./en/together.json";
import type transfer from "./en/transfer.json";
import type usage from "./en/usage.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: {
      accounts: typeof accounts;
      app: typeof app;
      audit: typeof audit;
      bench: typeof bench;
      budgets: typeof budgets;
      camera: typeof camera;
      chat: typeof chat;
      dates: typeof dates;
      figures: typeof figures;
      files: typeof files;
      findings: typeof findings;
      groups: typeof groups;
      knowledge: typeof knowledge;
      messages: typeof messages;
      models: typeof models;
      offline: typeof offline;
      order: typeof order;
      panes: typeof panes;
      people: typeof people;
      palette: typeof palette;
      search: typeof search;
      sharing: typeof sharing;
      sources: typeof sources;
      together: typeof together;
      transfer: typeof transfer;
      preferences: typeof preferences;
      prompts: typeof prompts;
      usage: typeof usage;
    };
  }
}
