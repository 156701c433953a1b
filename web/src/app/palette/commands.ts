/** What the palette can do besides opening chats and people. Each command knows its words, its picture, its effect. */
import {
  IconArchive,
  IconBooks,
  IconBrush,
  IconCoin,
  IconDatabase,
  IconEyeOff,
  IconKeyboard,
  IconLanguage,
  IconLayoutSidebar,
  IconListDetails,
  IconLogout,
  IconMessage2,
  IconMoon,
  IconPencilPlus,
  IconSearch,
  IconSettings,
  IconShieldCog,
  IconShieldLock,
  IconSun,
  IconSunMoon,
  IconTemplate,
  IconUser,
  type Icon,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { ADMIN_SECTIONS } from "@/app/sections/admin-sections";
import { useLanguageChoice, useThemeChoice } from "@/features/accounts/appearance/preferences";
import { signOut } from "@/features/accounts/sign-out";
import { LANGUAGE_NAMES, LANGUAGES } from "@/shared/i18n";
import { can, usePerson } from "@/shared/session";
import { tellFailure } from "@/shared/ui/tell";

import type { ShortcutId } from "./shortcuts";

export interface Command {
  id: string;
  group: "actions" | "places" | "settings";
  label: string;
  /** Further words that lead here: what one can do there. */
  also?: string;
  icon: Icon;
  shortcut?: ShortcutId;
  run: () => void;
}

const SETTINGS = [
  { key: "profile", to: "/settings/profile", icon: IconUser },
  { key: "security", to: "/settings/security", icon: IconShieldLock },
  { key: "appearance", to: "/settings/appearance", icon: IconBrush },
  { key: "chat", to: "/settings/chat", icon: IconMessage2 },
  { key: "data", to: "/settings/data", icon: IconDatabase },
  { key: "budgets", to: "/settings/budgets", icon: IconCoin },
] as const;

const PLACES = [
  { label: "app:navigation.knowledge", place: { to: "/knowledge" }, icon: IconBooks },
  { label: "app:navigation.prompts", place: { to: "/prompts" }, icon: IconTemplate },
  { label: "order:page.all", place: { to: "/chats" }, icon: IconListDetails },
  { label: "chat:list.openArchive", place: { to: "/chats", search: { archived: true } }, icon: IconArchive },
] as const;

const THEMES = [
  { theme: "light", icon: IconSun },
  { theme: "dark", icon: IconMoon },
  { theme: "system", icon: IconSunMoon },
] as const;

/** All commands that this person has, in their order. */
export function useCommandList(perform: (id: ShortcutId) => void): Command[] {
  const { t } = useTranslation(["palette", "app", "order", "chat"]);
  const navigate = useNavigate();
  const person = usePerson();
  const theme = useThemeChoice();
  const language = useLanguageChoice();

  const byKey = (id: ShortcutId, icon: Icon): Command => ({
    id,
    group: "actions",
    label: t(`command.${id}`),
    icon,
    shortcut: id,
    run: () => perform(id),
  });
  const keep = (change: Promise<unknown>): void => {
    // The palette is closed by then: what failed is told at the edge of the screen.
    change.catch(() => tellFailure(t("notKept")));
  };
  const leave = async (): Promise<void> => {
    if (!(await signOut())) tellFailure(t("app:account.signOutFailed"));
  };
  return [
    byKey("newChat", IconPencilPlus),
    byKey("temporaryChat", IconEyeOff),
    byKey("search", IconSearch),
    byKey("navigation", IconLayoutSidebar),
    byKey("shortcuts", IconKeyboard),
    ...PLACES.map(({ label, place, icon }): Command => ({
      id: label,
      group: "places",
      label: t(label),
      icon,
      run: () => void navigate(place),
    })),
    ...THEMES.map(({ theme: name, icon }): Command => ({
      id: `theme-${name}`,
      group: "actions",
      label: t("theme", { name: t(`app:theme.${name}`) }),
      icon,
      run: () => keep(theme.mutateAsync(name)),
    })),
    ...LANGUAGES.map((name): Command => ({
      id: `language-${name}`,
      group: "actions",
      label: t("language", { name: LANGUAGE_NAMES[name] }),
      icon: IconLanguage,
      run: () => keep(language.mutateAsync(name)),
    })),
    {
      id: "sign-out",
      group: "actions",
      label: t("app:account.signOut"),
      icon: IconLogout,
      run: () => void leave(),
    },
    ...SETTINGS.map(({ key, to, icon }): Command => ({
      id: to,
      group: "settings",
      label: t("settings", { name: t(`app:settings.${key}`) }),
      also: t(`also.${key}`),
      icon: key === "profile" ? IconSettings : icon,
      run: () => void navigate({ to }),
    })),
    ...ADMIN_SECTIONS.filter(({ permission }) => can(person, permission)).map(({ key, to }): Command => ({
      id: to,
      group: "settings",
      label: t("admin", { name: t(`app:admin.${key}`) }),
      icon: IconShieldCog,
      run: () => void navigate({ to }),
    })),
  ];
}
