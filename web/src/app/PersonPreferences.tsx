import { useMantineColorScheme } from "@mantine/core";
import { useEffect, type ReactNode } from "react";

import { asColorScheme } from "@/features/accounts/appearance/preferences";
import { asLanguage, setLanguage } from "@/shared/i18n";
import { useSession } from "@/shared/session";

/** Applies the signed-in person's language and theme, also when another device has changed them. Draws nothing. */
export function PersonPreferences(): ReactNode {
  const { setColorScheme } = useMantineColorScheme();
  const theme = useSession((state) => (state.status === "signed-in" ? state.person.theme : null));
  const locale = useSession((state) => (state.status === "signed-in" ? state.person.locale : null));
  useEffect(() => {
    if (theme !== null) setColorScheme(asColorScheme(theme));
  }, [theme, setColorScheme]);
  useEffect(() => {
    const language = asLanguage(locale);
    // Without a connection the texts may not come: the language stays until the page is loaded anew.
    if (language !== null) setLanguage(language).catch(() => undefined);
  }, [locale]);
  return null;
}
