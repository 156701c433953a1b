import { SegmentedControl } from "@mantine/core";
import { Fragment, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { countText } from "@/features/models/amounts";
import { axisText, roundUp } from "@/features/models/usage/measures";
import { dayText, daysOf } from "@/shared/lib/days";
import { DayBars, type DayBar } from "@/shared/ui/DayBars";
import { Section } from "@/shared/ui/SectionList";

import type { Asked, FiguresDay } from "./api";
import classes from "./Figures.module.css";
import { barOf, MEASURES, type Measure } from "./measures";
import { SaveTable } from "./SaveTable";
import { Table } from "./Table";

interface Props {
  asked: Asked;
  /** Days without anything may be missing. */
  days: readonly FiguresDay[];
}

/** What happened on each day: one measure as a chart, all of them as a table. */
export function Days({ asked, days }: Props): ReactNode {
  const { t, i18n } = useTranslation("figures");
  const [measure, setMeasure] = useState<Measure>("searches");
  const count = (value: number): string => countText(value, i18n.language);
  return (
    <Section
      title={t("days")}
      action={
        <SegmentedControl
          size="xs"
          aria-label={t("measure")}
          value={measure}
          onChange={(next) => setMeasure(MEASURES.find((known) => known === next) ?? "searches")}
          data={MEASURES.map((value) => ({ value, label: t(`measures.${value}`) }))}
        />
      }
    >
      <Chart asked={asked} days={days} measure={measure} />
      <details className={classes.details}>
        <summary>{t("chart.table")}</summary>
        <Table
          label={t("days")}
          columns={[
            t("columns.day"),
            t("columns.searches"),
            t("columns.few"),
            t("columns.none"),
            t("columns.answers"),
            t("columns.unanswered"),
            t("columns.cited"),
            t("columns.opened"),
            t("columns.downloaded"),
          ]}
          rows={days}
          keyOf={({ day }) => day}
          cells={(row) => [
            dayText(row.day, i18n.language),
            count(row.searches),
            count(row.searches_few),
            count(row.searches_none),
            count(row.answers),
            count(row.answers_unanswered),
            count(row.cited),
            count(row.opened),
            count(row.downloaded),
          ]}
        />
      </details>
      <div>
        <SaveTable table="days" asked={asked} />
      </div>
    </Section>
  );
}

/** Half of it stands at the axis as well, and nobody searches half a time. */
const even = (end: number): number => end + (end % 2);

function Chart({ asked, days, measure }: Props & { measure: Measure }): ReactNode {
  const { t, i18n } = useTranslation("figures");
  const language = i18n.language;
  const count = (value: number): string => countText(value, language);
  const known = new Map(days.map((day) => [day.day, barOf(day, measure)]));
  const bars = daysOf(asked).map((day): DayBar => known.get(day) ?? { day, value: 0 });
  const sum = bars.reduce((all, { value }) => all + value, 0);
  const part = bars.reduce((all, each) => all + (each.part ?? 0), 0);
  const top = bars.reduce((most, each) => (each.value > most.value ? each : most), { day: "", value: 0 });
  const partText = (value: number): string[] =>
    measure === "uses" ? [] : [t("chart.part", { name: t(`of.${measure}`), count: count(value) })];
  const caption = (
    <>
      {t("chart.sum", {
        count: count(sum),
        day: dayText(top.day || asked.to, language),
        most: count(top.value),
      })}
      {partText(part).map((text) => (
        <Fragment key={text}>
          {" · "}
          <span className={classes.key} aria-hidden="true" />
          {text}
        </Fragment>
      ))}
    </>
  );
  return (
    <DayBars
      span={asked}
      days={bars}
      end={even(roundUp(top.value, "calls"))}
      label={t(`chart.label.${measure}`, {
        from: dayText(asked.from, language),
        to: dayText(asked.to, language),
      })}
      caption={sum > 0 ? caption : t("chart.nothing")}
      axis={(value) => axisText(value, "calls", "", language)}
      words={({ value, part: some = 0 }) => [count(value), ...partText(some)].join(" · ")}
    />
  );
}
