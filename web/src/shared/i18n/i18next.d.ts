/** Keys are checked against the English catalogue; a new area is added here once. */
import "i18next";

import type accounts from "./en/accounts.json";
import type app from "./en/app.json";
import type audit from "./en/audit.json";
import type chat from "./en/chat.json";
import type models from "./en/models.json";
import type people from "./en/people.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: {
      accounts: typeof accounts;
      app: typeof app;
      audit: typeof audit;
      chat: typeof chat;
      models: typeof models;
      people: typeof people;
    };
  }
}
