import { Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { FilterBar } from "@/shared/ui/FilterBar";

import { PERIODS, USUAL, usageSearch, type UsageSearch } from "./address";
import type { Span } from "./span";

const OWN = "own";

interface Props {
  search: UsageSearch;
  span: Span;
  onChange: (span: Pick<UsageSearch, "period" | "from" | "to">) => void;
}

/** Which days: a period that moves with time, or from one day to another. */
export function SpanFilter({ search, span, onChange }: Props): ReactNode {
  const { t } = useTranslation("usage");
  const period = search.from === undefined ? (search.period ?? USUAL) : OWN;
  return (
    <FilterBar>
      <Select
        label={t("span.period")}
        value={period}
        onChange={(next) =>
          onChange(next === OWN ? span : { period: PERIODS.find((known) => known === next) ?? USUAL })
        }
        data={[
          ...PERIODS.map((value) => ({ value, label: t(`span.periods.${value}`) })),
          { value: OWN, label: t("span.own") },
        ]}
      />
      {/* Begun anew when the days come from elsewhere. */}
      <Day
        key={`from ${span.from}`}
        label={t("span.from")}
        day={span.from}
        onPick={(from) => onChange({ ...span, from })}
      />
      <Day
        key={`to ${span.to}`}
        label={t("span.to")}
        day={span.to}
        onPick={(to) => onChange({ ...span, to })}
      />
    </FilterBar>
  );
}

interface DayProps {
  label: string;
  day: string;
  onPick: (day: string) => void;
}

/** Taken over when it is left, or with Enter: while one types, most of it is no day yet. */
function Day({ label, day, onPick }: DayProps): ReactNode {
  const [text, setText] = useState(day);
  const take = (): void => {
    const taken = usageSearch({ from: text, to: text }).from;
    if (taken === undefined) setText(day);
    else if (taken !== day) onPick(taken);
  };
  return (
    <TextInput
      type="date"
      label={label}
      value={text}
      required
      withAsterisk={false}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={({ key }) => {
        if (key === "Enter") take();
      }}
    />
  );
}
