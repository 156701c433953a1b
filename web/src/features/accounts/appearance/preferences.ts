/** Language and theme: shown at once, kept in the account, taken back when the server refuses. */
import { useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useMutation, type UseMutationResult } from "@tanstack/react-query";

import type { Person, ThemeChoice } from "@/api/types";
import { setLanguage, type Language } from "@/shared/i18n";
import { adoptPerson, usePerson } from "@/shared/session";

import { changeMe } from "../api";

export function asColorScheme(theme: ThemeChoice): MantineColorScheme {
  return theme === "system" ? "auto" : theme;
}

export function useThemeChoice(): UseMutationResult<Person, Error, ThemeChoice> {
  const { setColorScheme } = useMantineColorScheme();
  const person = usePerson();
  return useMutation({
    mutationFn: (theme: ThemeChoice) => changeMe({ theme }),
    onMutate: (theme) => setColorScheme(asColorScheme(theme)),
    onSuccess: adoptPerson,
    onError: () => setColorScheme(asColorScheme(person.theme)),
  });
}

export function useLanguageChoice(): UseMutationResult<Person, Error, Language> {
  return useMutation({
    mutationFn: async (language: Language) => {
      const person = await changeMe({ locale: language });
      await setLanguage(language);
      return person;
    },
    onSuccess: adoptPerson,
  });
}
