import { SegmentedControl, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ThemeChoice } from "@/api/types";
import { asLanguage, LANGUAGE_NAMES, LANGUAGES } from "@/shared/i18n";
import { usePerson } from "@/shared/session";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { useLanguageChoice, useThemeChoice } from "./preferences";

const THEMES: readonly ThemeChoice[] = ["system", "light", "dark"];

export function ThemeChoices(): ReactNode {
  const { t } = useTranslation();
  const person = usePerson();
  const choice = useThemeChoice();
  return (
    <Stack gap="xs" align="flex-start">
      <SegmentedControl
        aria-label={t("account.theme")}
        value={choice.isPending ? choice.variables : person.theme}
        onChange={(theme) => choice.mutate(theme)}
        data={THEMES.map((theme) => ({ value: theme, label: t(`theme.${theme}`) }))}
      />
      <ProblemAlert error={choice.error} />
    </Stack>
  );
}

export function LanguageChoices(): ReactNode {
  const { t, i18n } = useTranslation();
  const choice = useLanguageChoice();
  return (
    <Stack gap="xs" align="flex-start">
      <SegmentedControl
        aria-label={t("account.language")}
        value={choice.isPending ? choice.variables : (asLanguage(i18n.language) ?? "en")}
        onChange={(language) => choice.mutate(language)}
        data={LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] }))}
      />
      <ProblemAlert error={choice.error} />
    </Stack>
  );
}
