/** All addresses of the web client. */
import { accountRoutes, welcomeRoute } from "./accounts";
import { adminRoute } from "./admin";
import { conversationRoutes } from "./conversations";
import { knowledgeRoutes } from "./knowledge";
import { appRoute, rootRoute } from "./layouts";
import { searchRoute } from "./search";
import { settingsRoute } from "./settings";
import { sharedRoute } from "./shared";

export const routeTree = rootRoute.addChildren([
  ...accountRoutes,
  welcomeRoute,
  appRoute.addChildren([
    ...conversationRoutes,
    ...knowledgeRoutes,
    searchRoute,
    settingsRoute,
    sharedRoute,
    adminRoute,
  ]),
]);
