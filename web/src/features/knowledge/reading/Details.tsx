import { Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { formatSize } from "@/features/files/size";
import { DateField } from "@/shared/dates/DateField";
import { isolate } from "@/shared/lib/isolate";
import { calendarDay, exactTime } from "@/shared/lib/time";
import { useSubmit } from "@/shared/lib/use-submit";
import { Facts } from "@/shared/ui/Facts";
import { Section } from "@/shared/ui/SectionList";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { BASES, tagsQuery } from "../api";
import { changeDocument } from "../documents-api";
import { allows, type DocumentDetail } from "../types";
import { Readers } from "./Readers";
import { TagsField } from "./TagsField";
import { TagSuggestions } from "./TagSuggestions";

interface Values extends Record<string, unknown> {
  name: string;
  author: string;
  document_date: string;
  valid_from: string;
  valid_until: string;
  tags: string[];
}

const DATE = 10;
const dayOf = (moment: string | null): string => moment?.slice(0, DATE) ?? "";
/** The beginning of the day, in UTC, as the server keeps it. */
const momentOf = (day: string): string | null => (day === "" ? null : `${day}T00:00:00Z`);

const fact = (name: string, value: string): { name: string; value: string } => ({ name, value });

/** What is known of the document; editors put it right. */
export function Details({ document }: { document: DocumentDetail }): ReactNode {
  const { t, i18n } = useTranslation("knowledge");
  const { data: tags = [] } = useQuery(tagsQuery(document.base_id));
  const mayEdit = allows(document.your_role, "editor");
  const at = (moment: string | null): string =>
    moment === null ? "–" : exactTime(new Date(moment), i18n.language);
  const day = (moment: string | null): string =>
    moment === null ? "" : calendarDay(new Date(moment), i18n.language);
  // What editors have in fields, for all others.
  const known = [
    fact(t("details.author"), document.author ?? ""),
    fact(t("details.date"), day(document.document_date)),
    fact(t("details.validFrom"), day(document.valid_from)),
    fact(t("details.validUntil"), day(document.valid_until)),
    fact(
      t("details.tags"),
      tags
        .filter(({ id }) => document.tags.includes(id))
        .map(({ name }) => isolate(name))
        .join(", "),
    ),
  ].filter(({ value }) => value !== "");
  return (
    <Stack gap="xl">
      {mayEdit && (
        <>
          <Section title={t("details.title")}>
            <DetailsForm document={document} />
          </Section>
          <Readers document={document} />
        </>
      )}
      <Section title={t("details.facts")}>
        <Facts
          facts={[
            ...(mayEdit ? [] : known),
            fact(t("details.kind"), t(`kinds.${document.media_kind}`)),
            fact(t("details.size"), formatSize(document.size, i18n.language)),
            ...(document.pages === null ? [] : [fact(t("details.pages"), String(document.pages))]),
            fact(t("details.passages"), String(document.chunk_count)),
            fact(t("details.created"), at(document.created_at)),
            fact(t("details.updated"), at(document.updated_at)),
            fact(t("details.origin"), document.source_url ?? t(`origins.${document.origin}`)),
            fact(t("details.downloads"), String(document.downloads)),
            ...Object.entries(document.metadata).map(([name, value]) => fact(name, String(value))),
          ]}
        />
      </Section>
    </Stack>
  );
}

function DetailsForm({ document }: { document: DocumentDetail }): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const client = useQueryClient();
  const { data: tags = [] } = useQuery(tagsQuery(document.base_id));
  const form = useForm<Values>({
    initialValues: {
      name: document.name,
      author: document.author ?? "",
      document_date: dayOf(document.document_date),
      valid_from: dayOf(document.valid_from),
      valid_until: dayOf(document.valid_until),
      tags: document.tags,
    },
    validate: { name: (name) => (name.trim() === "" ? t("form.required") : null) },
  });
  const submission = useSubmit(form, async (values) => {
    await changeDocument(document.id, {
      name: values.name.trim(),
      author: values.author.trim() === "" ? null : values.author.trim(),
      document_date: momentOf(values.document_date),
      valid_from: momentOf(values.valid_from),
      valid_until: momentOf(values.valid_until),
      tags: values.tags,
    });
    await client.invalidateQueries({ queryKey: BASES });
  });
  return (
    <form onSubmit={submission.onSubmit} noValidate>
      <Stack maw="var(--cs-form-column)">
        <TextInput label={t("details.name")} maxLength={255} {...form.getInputProps("name")} />
        <TextInput label={t("details.author")} maxLength={300} {...form.getInputProps("author")} />
        <DateField label={t("details.date")} {...form.getInputProps("document_date")} />
        <DateField label={t("details.validFrom")} {...form.getInputProps("valid_from")} />
        <DateField
          label={t("details.validUntil")}
          description={t("details.validHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          {...form.getInputProps("valid_until")}
        />
        <TagsField baseId={document.base_id} tags={tags} {...form.getInputProps("tags")} />
        <TagSuggestions
          document={document}
          chosen={form.getValues().tags}
          onPick={(id) => form.setFieldValue("tags", [...form.getValues().tags, id])}
        />
        <SubmitRow submission={submission} label={t("app:save")} done={t("app:saved")} />
      </Stack>
    </form>
  );
}
