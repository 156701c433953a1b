/** What the palette lists for what was typed: chats and people from the server, commands from here. */
import { useDebouncedValue } from "@mantine/hooks";
import { IconFolder, IconMessage, IconSearch, IconUser, type Icon } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import type { SnippetPart } from "@/api/types";
import { foldersQuery } from "@/features/chat/list/api";
import { peopleQuery } from "@/features/people/api";
import { recentQuery, titlesQuery } from "@/features/search/api";
import { LONGEST } from "@/features/search/filter";
import { can, usePerson } from "@/shared/session";

import { useCommandList, type Command } from "./commands";
import { matches } from "./match";
import { SHORTCUTS, type ShortcutId } from "./shortcuts";

export interface Entry {
  id: string;
  /** Parts, where words looked for are marked. */
  label: string | readonly SnippetPart[];
  detail?: string;
  icon: Icon;
  keys?: string;
  run: () => void;
}

export interface Group {
  name: string;
  entries: readonly Entry[];
}

const TYPING_MS = 120;
const CHATS = 6;
const PEOPLE = 4;
const FOLDERS = 4;

export function useEntries(typed: string, perform: (id: ShortcutId) => void): Group[] {
  const { t } = useTranslation("palette");
  const navigate = useNavigate();
  const administers = can(usePerson(), "people.manage");
  const words = typed.trim().slice(0, LONGEST);
  const [asked] = useDebouncedValue(words, TYPING_MS);
  const recent = useQuery({ ...recentQuery(CHATS), enabled: words === "" }).data ?? [];
  const titles = useQuery(titlesQuery(asked, CHATS)).data ?? [];
  const folders = useQuery({ ...foldersQuery(), enabled: words !== "" }).data ?? [];
  const people = useInfiniteQuery({ ...peopleQuery({ q: asked }), enabled: administers && asked !== "" });
  const commands = useCommandList(perform).filter(
    ({ label, also = "" }) => words === "" || matches(`${label} ${also}`, words),
  );

  const chat = (id: string, label: Entry["label"]): Entry => ({
    id: `chat-${id}`,
    label: label.length === 0 ? t("untitled") : label,
    icon: IconMessage,
    run: () => void navigate({ to: "/c/$conversationId", params: { conversationId: id } }),
  });
  const ofGroup = (group: Command["group"]): Entry[] =>
    commands
      .filter((command) => command.group === group)
      .map(({ id, label, icon, run, shortcut }) => ({
        ...{ id, label, icon, run },
        ...(shortcut !== undefined && { keys: SHORTCUTS[shortcut] }),
      }));
  const groups = [
    {
      name: t(words === "" ? "group.recent" : "group.chats"),
      entries:
        words === ""
          ? recent.map(({ id, title }) => chat(id, title))
          : titles.map(({ conversation_id, title }) => chat(conversation_id, title)),
    },
    { name: t("group.actions"), entries: ofGroup("actions") },
    {
      name: t("group.places"),
      entries: [
        ...ofGroup("places"),
        ...folders
          .filter(({ name }) => words !== "" && matches(name, words))
          .slice(0, FOLDERS)
          .map(({ id, name }) => ({
            id: `folder-${id}`,
            label: t("folder", { name }),
            icon: IconFolder,
            run: () => void navigate({ to: "/chats", search: { folder: id } }),
          })),
      ],
    },
    {
      name: t("group.people"),
      entries: (words === "" ? [] : allItems(people.data).slice(0, PEOPLE)).map((person) => ({
        id: `person-${person.id}`,
        label: person.name,
        detail: person.email,
        icon: IconUser,
        run: () => void navigate({ to: "/admin/people", search: { q: person.email } }),
      })),
    },
    { name: t("group.settings"), entries: ofGroup("settings") },
    {
      name: t("group.search"),
      entries:
        words === ""
          ? []
          : [
              {
                id: "search-for",
                label: t("searchFor", { q: words }),
                icon: IconSearch,
                run: () => void navigate({ to: "/search", search: { q: words } }),
              },
            ],
    },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}
