import { Badge, Button, Code, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { smallIcon } from "@/shared/ui/icon";
import { PagedList } from "@/shared/ui/PagedList";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { Section, SectionRow } from "@/shared/ui/SectionList";

import { allKeysQuery, revokeAnyKey, type AnyKey } from "./api";

const TYPING_MS = 250;

/** The API keys of all people: who reaches in from outside, and the end of it. */
export function EverybodysKeys(): ReactNode {
  const { t } = useTranslation("people");
  const queryClient = useQueryClient();
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search.trim(), TYPING_MS);
  const keys = useInfiniteQuery({ ...allKeysQuery(asked), placeholderData: keepPreviousData });
  const [doomed, setDoomed] = useState<AnyKey | null>(null);
  const items = allItems(keys.data);
  return (
    <Section title={t("keys.title")} description={t("keys.detail")}>
      {(items.length > 0 || search !== "") && (
        <TextInput
          type="search"
          aria-label={t("keys.search")}
          placeholder={t("keys.search")}
          leftSection={<IconSearch {...smallIcon} />}
          maw="var(--cs-form-column)"
          maxLength={100}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <PagedList
        label={t("keys.title")}
        pages={keys}
        items={items}
        empty={<Text c="dimmed">{t(asked === "" ? "keys.none" : "keys.notFound")}</Text>}
      >
        {(key) => <KeyRow key={key.id} item={key} onRevoke={() => setDoomed(key)} />}
      </PagedList>
      <ConfirmDialog
        opened={doomed !== null}
        title={t("keys.revokeQuestion", { name: doomed?.name ?? "" })}
        detail={t("keys.revokeDetail", { person: doomed?.person.name ?? "" })}
        confirm={t("keys.revoke")}
        onConfirm={async () => {
          if (doomed) await revokeAnyKey(doomed.id);
          await queryClient.invalidateQueries({ queryKey: ["api-keys"] });
        }}
        onClose={() => setDoomed(null)}
      />
    </Section>
  );
}

function KeyRow({ item, onRevoke }: { item: AnyKey; onRevoke: () => void }): ReactNode {
  const { t } = useTranslation("people");
  return (
    <SectionRow
      title={item.name}
      mark={
        <>
          <Code>…{item.hint}</Code>
          {!item.person.active && (
            <Badge variant="light" color="gray">
              {t("people.inactive")}
            </Badge>
          )}
        </>
      }
      detail={
        <>
          {item.person.name} · {item.person.email}
          {" · "}
          {item.last_used_at === null ? (
            t("keys.neverUsed")
          ) : (
            <>
              {t("keys.lastUsed")} <RelativeTime value={item.last_used_at} />
            </>
          )}
        </>
      }
      actions={
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          aria-label={t("keys.revokeOf", { name: item.name, person: item.person.name })}
          onClick={onRevoke}
        >
          {t("keys.revoke")}
        </Button>
      }
    />
  );
}
