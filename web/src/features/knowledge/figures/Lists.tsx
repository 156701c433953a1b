import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { countText } from "@/features/models/amounts";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { Section } from "@/shared/ui/SectionList";

import type { Asked, DocumentFigure, DocumentProblem, Figures, FiguresTable, QuestionFigure } from "./api";
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
      <Problems name="outdated" asked={asked} rows={figures.outdated} />
      <Problems name="broken" asked={asked} rows={figures.broken} />
      <Problems name="poorly_read" asked={asked} rows={figures.poorly_read} />
    </>
  );
}

interface ListProps {
  name: "most_used" | "never_used" | "few_results" | "unanswered" | "outdated" | "broken" | "poorly_read";
  count: number;
  asked: Asked;
  /** The whole of it, for other programs. */
  table: FiguresTable;
  children: ReactNode;
}

function List({ name, count, asked, table, children }: ListProps): ReactNode {
  const { t } = useTranslation("figures");
  return (
    <Section
      title={t(`lists.${name}`)}
      description={t(`details.${name}`)}
      action={count > 0 && <SaveTable table={table} asked={asked} />}
    >
      {count === 0 ? <Text c="dimmed">{t(`nothing.${name}`)}</Text> : children}
      {count >= SHOWN && (
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
    <List name={name} count={rows.length} asked={asked} table={used ? "documents" : "never_used"}>
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
    <List name={name} count={rows.length} asked={asked} table="questions">
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
  asked,
  rows,
}: {
  name: "outdated" | "broken" | "poorly_read";
  asked: Asked;
  rows: readonly DocumentProblem[];
}): ReactNode {
  const { t } = useTranslation("figures");
  return (
    <List name={name} count={rows.length} asked={asked} table={name}>
      {byProblem(rows).map(({ problem, documents }) => (
        <div key={`${problem.title} ${problem.detail}`}>
          <h3 className={classes.problem}>{problem.title}</h3>
          <Text size="sm" c="dimmed" maw="var(--cs-text-column)">
            {problem.detail}
          </Text>
          <Table
            label={problem.title}
            columns={[t("columns.document"), t("columns.since")]}
            rows={documents}
            keyOf={({ document_id: id }) => id}
            cells={({ document_id: id, name: title, at }) => [
              <DocumentLink key="name" id={id} name={title} />,
              at !== null && <RelativeTime key="at" value={at} />,
            ]}
          />
        </div>
      ))}
    </List>
  );
}

interface ProblemGroup {
  problem: DocumentProblem["problem"];
  documents: DocumentProblem[];
}

/** What is to be done is said once for all documents that want the same, in the order of the first of them. */
function byProblem(rows: readonly DocumentProblem[]): ProblemGroup[] {
  const groups = new Map<string, ProblemGroup>();
  for (const row of rows) {
    const key = `${row.problem.title} ${row.problem.detail}`;
    const group = groups.get(key) ?? { problem: row.problem, documents: [] };
    group.documents.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function DocumentLink({ id, name }: { id: string; name: string }): ReactNode {
  return (
    <Link to="/knowledge/documents/$documentId" params={{ documentId: id }} search={{}} translate="no">
      {name}
    </Link>
  );
}
