import { Popover, UnstyledButton } from "@mantine/core";
import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ContextUse } from "@/api/types";

import { formatCost } from "../message/figures";
import classes from "./Gauge.module.css";

const NEARLY = 0.8;
const RADIUS = 7;
const ROUND = 2 * Math.PI * RADIUS;

/** How much of what the model takes in is taken up; more when one asks. */
export default function Gauge({ use }: { use: ContextUse }): ReactNode {
  const { t, i18n } = useTranslation("messages");
  const [opened, setOpened] = useState(false);
  const headline = useId();
  const known = use.window !== null;
  const room = Math.max((use.window ?? 0) - use.reserved, 1);
  const share = known ? Math.min(use.used / room, 1) : 0;
  const lost = use.dropped_turns > 0 || use.cut;
  const level = lost ? "lost" : share >= NEARLY ? "near" : "calm";
  const short = level === "calm" ? null : t(`context.short.${level}`);
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent" }).format(share);
  const used = new Intl.NumberFormat(i18n.language).format(use.used);
  const state = t(`context.level.${level}`);
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.gauge}
          data-level={level}
          aria-label={
            known
              ? t("context.label", { percent, state })
              : [t("context.labelUnknown", { used }), ...(short === null ? [] : [short])].join(". ")
          }
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {known ? (
            <svg className={classes.ring} viewBox="0 0 18 18" aria-hidden>
              <circle className={classes.track} cx="9" cy="9" r={RADIUS} />
              <circle
                className={classes.fill}
                cx="9"
                cy="9"
                r={RADIUS}
                strokeDasharray={`${share * ROUND} ${ROUND}`}
                transform="rotate(-90 9 9)"
              />
            </svg>
          ) : (
            // One of the two: whoever speaks what they see finds it in the name.
            short === null && <span className={classes.word}>{used}</span>
          )}
          {short !== null && <span className={classes.word}>{short}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.details} aria-labelledby={headline}>
        <Details
          use={use}
          headline={headline}
          title={known ? t("context.title", { percent }) : t("context.titleUnknown", { used })}
          language={i18n.language}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

interface DetailsProps {
  use: ContextUse;
  headline: string;
  title: string;
  language: string;
}

function Details({ use, headline, title, language }: DetailsProps): ReactNode {
  const { t } = useTranslation("messages");
  const count = (value: number): string => new Intl.NumberFormat(language).format(value);
  const rows: [string, number][] = [
    [t(use.summarised ? "context.systemAndSummary" : "context.system"), use.system],
    ...(use.pinned > 0 ? [[t("context.pinned"), use.pinned] as [string, number]] : []),
    [t("context.history"), use.history],
    ...(use.attachments > 0 ? [[t("context.attachments"), use.attachments] as [string, number]] : []),
    ...(use.window === null
      ? []
      : ([
          [t("context.reserved"), use.reserved],
          [t("context.window"), use.window],
        ] as [string, number][])),
  ];
  const cost = use.next_cost;
  const price = (value: string): string => formatCost(value, cost?.currency ?? "USD", language) ?? "";
  return (
    // Takes the focus, so that a screen reader reads it and Escape closes it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div tabIndex={0} data-autofocus className={classes.body}>
      <strong id={headline}>{title}</strong>
      <dl className={classes.rows}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{count(value)}</dd>
          </div>
        ))}
      </dl>
      {use.dropped_turns > 0 && (
        <p className={classes.lost}>
          {t(use.summarised ? "context.summarised" : "context.dropped", { count: use.dropped_turns })}
        </p>
      )}
      {use.summary !== null && (
        <details className={classes.summary}>
          <summary>{t("context.summaryTitle")}</summary>
          <p>{use.summary}</p>
        </details>
      )}
      {use.pins_cut && <p className={classes.lost}>{t("context.pinsCut")}</p>}
      {use.cut && <p className={classes.lost}>{t("context.cut")}</p>}
      {use.window === null && <p>{t("context.unknown")}</p>}
      <p>
        {cost
          ? t("context.cost", { input: price(cost.input), most: price(cost.at_most) })
          : t("context.noPrice")}
      </p>
      <p>{t(use.exact ? "context.exact" : "context.estimated")}</p>
    </div>
  );
}
