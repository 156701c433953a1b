import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBooks, IconCheck, IconFileText } from "@tabler/icons-react";
import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { baseQuery, basesQuery } from "@/features/knowledge/api";
import { FieldMenu } from "@/shared/ui/FieldMenu";
import { smallIcon } from "@/shared/ui/icon";

import { namesQuery } from "./api";
import type { Hash } from "./hash";
import { MOST_SOURCES, type OnSource, type SourceRef } from "./source";
import classes from "./sources.module.css";

const TYPING_MS = 150;
const SHOWN = 8;
const SIGNS = { base: IconBooks, document: IconFileText } as const;

export interface HashMenu {
  hash: Hash;
  /** The field in which it stands. */
  anchor: HTMLTextAreaElement;
  /** Escape, or the field was left: the text stays as it was typed. */
  onClose: () => void;
}

interface Props extends HashMenu {
  /** What is attached. */
  value: readonly SourceRef[];
  onChange: OnSource;
}

interface Option extends SourceRef {
  name: string;
  baseId: string;
}

/** Bases and documents with the words behind a hash in their names. The one that is taken is attached, the words go. */
export default function KnowledgeMenu({ hash, anchor, onClose, value, onChange }: Props): ReactNode {
  const { t } = useTranslation(["findings", "sources"]);
  const query = hash.query.trim();
  const { options, none } = useOptions(query);
  const names = useBaseNames(options);
  const isOn = ({ id }: SourceRef): boolean => value.some((each) => each.id === id);
  const full = value.length >= MOST_SOURCES;
  const take = (option: Option): void => {
    if (!isOn(option)) onChange(option, true);
    anchor.setRangeText("", hash.from, hash.to, "end");
    anchor.dispatchEvent(new Event("input", { bubbles: true }));
  };
  // A hash may be meant as one: where nothing has these words in its name, nothing is in the way.
  if (options.length === 0 && !(none && query === "")) return null;
  return (
    <FieldMenu
      label={t("sources:attach")}
      anchor={anchor}
      items={options}
      keyOf={({ id }) => id}
      isOff={(option) => full && !isOn(option)}
      show={(option) => {
        const Sign = SIGNS[option.kind];
        return (
          <>
            <Sign {...smallIcon} aria-hidden={false} role="img" aria-label={t(`kinds.${option.kind}`)} />
            <span className={classes.option}>{option.name}</span>
            {option.kind === "document" && (
              <span className={classes.within}>{names.get(option.baseId) ?? ""}</span>
            )}
            {isOn(option) && (
              <IconCheck {...smallIcon} aria-hidden={false} role="img" aria-label={t("menu.attached")} />
            )}
          </>
        );
      }}
      onTake={take}
      onClose={onClose}
    >
      {(none || full) && (
        <Text size="sm" c="dimmed" p="xs" role="status">
          {none ? t("choice.noBases") : t("menu.full", { count: MOST_SOURCES })}
        </Text>
      )}
    </FieldMenu>
  );
}

/** Without a word the bases; else bases, then documents, that have it in their names. */
function useOptions(query: string): { options: Option[]; none: boolean } {
  const [typed] = useDebouncedValue(query, TYPING_MS);
  const bases = useInfiniteQuery({ ...basesQuery(null), enabled: query === "" });
  const named = useQuery({ ...namesQuery(typed), enabled: typed !== "" });
  const options: Option[] =
    query === ""
      ? allItems(bases.data).map(({ id, name }) => ({ kind: "base", id, name, baseId: id }))
      : (named.data ?? []).flatMap(({ kind, id, base_id: baseId, text }) =>
          (kind === "base" || kind === "document") && id != null && baseId != null
            ? [{ kind, id, name: text, baseId }]
            : [],
        );
  // What comes for the letters before must not be taken for these.
  const fitting = options.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()));
  const inOrder = [...of(fitting, "base"), ...of(fitting, "document")].slice(0, SHOWN);
  return { options: inOrder, none: query === "" && bases.isSuccess && options.length === 0 };
}

const of = (options: readonly Option[], kind: SourceRef["kind"]): Option[] =>
  options.filter((option) => option.kind === kind);

/** In which base a document lies tells those of one name apart. */
function useBaseNames(options: readonly Option[]): ReadonlyMap<string, string> {
  const ids = [...new Set(of(options, "document").map(({ baseId }) => baseId))];
  return useQueries({
    queries: ids.map((id) => ({ ...baseQuery(id), retry: false })),
    combine: (results) =>
      new Map(results.flatMap(({ data }) => (data ? [[data.id, data.name] as const] : []))),
  });
}
