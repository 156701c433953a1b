/** All addresses of the web client. */
import { accountRoutes, welcomeRoute } from "./accounts";
import { adminRoute } from "./admin";
import { conversationRoutes } from "./conversations";
import { appRoute, rootRoute } from "./layouts";
import { settingsRoute } from "./settings";

export const routeTree = rootRoute.addChildren([
  ...accountRoutes,
  welcomeRoute,
  appRoute.addChildren([...conversationRoutes, settingsRoute, adminRoute]),
]);
