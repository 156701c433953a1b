import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";

import { PersonPreferences } from "./PersonPreferences";
import { cssVariables, theme } from "./mantine-theme";
import { queryClient } from "./query-client";
import { router } from "./router";
import { followSession } from "./session-effects";

/** Same key as in `early-theme.js`. */
const colorScheme = localStorageColorSchemeManager({ key: "convosphere.theme" });

export function App(): ReactNode {
  useEffect(() => followSession(router, queryClient), []);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" />
        <PersonPreferences />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
