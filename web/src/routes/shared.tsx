import { createRoute } from "@tanstack/react-router";
import { lazy, type ReactNode } from "react";

import { appRoute } from "./layouts";

const SharedPage = lazy(async () => ({
  default: (await import("@/features/sharing/SharedPage")).SharedPage,
}));

export const sharedRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/shared/$shareId",
  component: function SharedRoute(): ReactNode {
    const { shareId } = sharedRoute.useParams();
    return <SharedPage key={shareId} shareId={shareId} />;
  },
});
