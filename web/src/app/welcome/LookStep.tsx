import { Input, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { LanguageChoices, ThemeChoices } from "@/features/accounts/appearance/PreferenceChoices";

export function LookStep(): ReactNode {
  const { t } = useTranslation();
  return (
    <Stack>
      <Input.Wrapper label={t("account.language")} labelElement="div">
        <LanguageChoices />
      </Input.Wrapper>
      <Input.Wrapper label={t("account.theme")} labelElement="div">
        <ThemeChoices />
      </Input.Wrapper>
    </Stack>
  );
}
