import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { countText } from "@/features/models/amounts";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { Section } from "@/shared/ui/SectionList";

import type { Asked, DocumentFigure, DocumentProblem, Figures, FiguresTable, QuestionFigure } from "./api";
import { becauseKey } from "./because";
import classes from "./Figures.module.css";
import { SaveTable } from "./SaveTable";
import { Table } from "./Table";

/** So many rows the server shows at most. */
const SHOWN = 50;

interface Props {
  asked: Asked;
  figures: Figures;
}

/** What is used and what is not, what was looked for in vain, and what wants care. */
export function Lists({ asked, figures }: Props): ReactNode {
  return (
    <>
      <Uses name="most_used" asked={asked} rows={figures.most_used} />
      <Uses name="never_used" asked={asked} rows={figures.never_used} />
      <Questions name="few_results" asked={asked} rows={figures.few_results} />
      <Questions name="unanswered" asked={asked} rows={figures.unanswered} />
      <Problems name="outdated" rows={figures.outdated} />
      <Problems name="broken" rows={figures.broken} />
      <Problems name="poorly_read" rows={figures.poorly_read} />
    </>
  );
}

interface ListProps {
  name: "most_used" | "never_used" | "few_results" | "unanswered" | "outdated" | "broken" | "poorly_read";
  count: number;
  /** The whole of it, for other programs. */
  save?: { table: FiguresTable; asked: Asked };
  children: ReactNode;
}

function List({ name, count, save, children }: ListProps): ReactNode {
  const { t } = useTranslation("figures");
  return (
    <Section
      title={t(`lists.${name}`)}
      description={t(`details.${name}`)}
      action={save && count > 0 && <SaveTable {...save} />}
    >
      {count === 0 ? <Text c="dimmed">{t(`nothing.${name}`)}</Text> : children}
      {save && count >= SHOWN && (
        <Text size="xs" c="dimmed">
          {t("first", { count })}
        </Text>
      )}
    </Section>
  );
}

function Uses({
  name,
  asked,
  rows,
}: {
  name: "most_used" | "never_used";
  asked: Asked;
  rows: readonly DocumentFigure[];
}): ReactNode {
  const { t, i18n } = useTranslation("figures");
  const used = name === "most_used";
  return (
    <List name={name} count={rows.length} save={{ table: "documents", asked }}>
      <Table
        label={t(`lists.${name}`)}
        columns={[
          t("columns.document"),
          ...(used ? [t("columns.cited"), t("columns.opened"), t("columns.downloaded")] : []),
        ]}
        rows={rows}
        keyOf={({ document_id: id }) => id}
        cells={(row) => [
          <DocumentLink key="name" id={row.document_id} name={row.name} />,
          ...(used
            ? [row.cited, row.opened, row.downloaded].map((value) => countText(value, i18n.language))
            : []),
        ]}
      />
    </List>
  );
}

function Questions({
  name,
  asked,
  rows,
}: {
  name: "few_results" | "unanswered";
  asked: Asked;
  rows: readonly QuestionFigure[];
}): ReactNode {
  const { t, i18n } = useTranslation("figures");
  return (
    <List name={name} count={rows.length} save={{ table: "questions", asked }}>
      <Table
        label={t(`lists.${name}`)}
        columns={[t("columns.question"), t("columns.times"), t("columns.found"), t("columns.last")]}
        rows={rows}
        keyOf={({ question }) => question}
        cells={({ question, times, documents, last_at: last }) => [
          <Link
            key="question"
            to="/knowledge/search"
            search={{ q: question, ...(asked.baseId !== null && { base: asked.baseId }) }}
            translate="no"
          >
            {question}
          </Link>,
          countText(times, i18n.language),
          countText(documents, i18n.language),
          <RelativeTime key="last" value={last} />,
        ]}
      />
    </List>
  );
}

function Problems({
  name,
  rows,
}: {
  name: "outdated" | "broken" | "poorly_read";
  rows: readonly DocumentProblem[];
}): ReactNode {
  const { t } = useTranslation("figures");
  return (
    <List name={name} count={rows.length}>
      <Table
        label={t(`lists.${name}`)}
        columns={[t("columns.document"), t("columns.because"), t("columns.since")]}
        rows={rows}
        keyOf={({ document_id: id }) => id}
        cells={({ document_id: id, name: title, because, at }) => [
          <DocumentLink key="name" id={id} name={title} />,
          <span key="because" className={classes.words}>
            {t(`because.${becauseKey(because)}`)}
          </span>,
          at !== null && <RelativeTime key="at" value={at} />,
        ]}
      />
    </List>
  );
}

function DocumentLink({ id, name }: { id: string; name: string }): ReactNode {
  return (
    <Link to="/knowledge/documents/$documentId" params={{ documentId: id }} search={{}} translate="no">
      {name}
    </Link>
  );
}
