import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";

import { NoticesWhenNeeded } from "./NoticesWhenNeeded";
import { PersonPreferences } from "./PersonPreferences";
import { cssVariables, theme } from "./mantine-theme";
import { followInstallOffer } from "./pwa/install";
import { queryClient } from "./query-client";
import { router } from "./router";
import { followSession } from "./session-effects";

/** Same key as in `early.js`. */
const colorScheme = localStorageColorSchemeManager({ key: "convosphere.theme" });

export function App(): ReactNode {
  useEffect(() => followSession(router, queryClient), []);
  useEffect(followInstallOffer, []);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <NoticesWhenNeeded />
        <PersonPreferences />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
