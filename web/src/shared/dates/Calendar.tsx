import { ActionIcon, Button, Group } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

import { addDays, addMonths, columnOf, monthOf, today, weeksOf } from "./calendar";
import classes from "./Calendar.module.css";
import { firstWeekday, monthName, spoken, weekdays } from "./words";

const YEAR = 12;
const WEEK = 7;

/** A dialog around it would close itself with Escape, too. */
const escapes = { "data-mantine-stop-propagation": true } as const;

interface Props {
  /** The chosen one, or "". */
  day: string;
  language: string;
  /** Whether no day is a choice. */
  emptied: boolean;
  onPick: (day: string) => void;
}

/**
 * A month of days to choose from. Arrows go by days and weeks, Home and End within the week, Page Up and Page Down by months,
 * with Shift by years.
 */
export function Calendar({ day, language, emptied, onPick }: Props): ReactNode {
  const { t } = useTranslation("dates");
  const name = useId();
  const now = today();
  // The day that the keyboard is at; its month is the one that is shown.
  const [at, setAt] = useState(day === "" ? now : day);
  const cell = useRef<HTMLButtonElement>(null);
  const [walked, setWalked] = useState(false);
  useEffect(() => {
    // Focus follows the keys, not the buttons beside the month.
    if (walked) cell.current?.focus();
  }, [at, walked]);

  const first = firstWeekday(language);
  const month = monthOf(at);
  const turn = (months: number): void => {
    setWalked(false);
    setAt(addMonths(at, months));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = target(event, at, first);
    if (next === undefined) return;
    event.preventDefault();
    setWalked(true);
    setAt(next);
  };
  return (
    <div className={classes.calendar}>
      <div className={classes.head}>
        <ActionIcon {...escapes} className={classes.turn} aria-label={t("previous")} onClick={() => turn(-1)}>
          <IconChevronLeft {...smallIcon} className={classes.arrow} />
        </ActionIcon>
        <div id={name} className={classes.month} aria-live="polite">
          {monthName(month, language)}
        </div>
        <ActionIcon {...escapes} className={classes.turn} aria-label={t("next")} onClick={() => turn(1)}>
          <IconChevronRight {...smallIcon} className={classes.arrow} />
        </ActionIcon>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- its days are walked by keys */}
      <table role="grid" aria-labelledby={name} className={classes.days} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {weekdays(language).map(({ short, long }) => (
              <th key={long} scope="col" abbr={long}>
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month, first).map((week, row) => (
            <tr key={row}>
              {week.map((each, column) =>
                each === undefined ? (
                  <td key={column} />
                ) : (
                  <td key={column} aria-selected={each === day}>
                    <button
                      {...escapes}
                      type="button"
                      className={classes.day}
                      ref={each === at ? cell : undefined}
                      tabIndex={each === at ? 0 : -1}
                      data-autofocus={each === at || undefined}
                      aria-label={spoken(each, language)}
                      aria-current={each === now ? "date" : undefined}
                      onClick={() => onPick(each)}
                    >
                      {Number(each.slice(-2))}
                    </button>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <Group justify="space-between">
        <Button {...escapes} size="xs" variant="subtle" onClick={() => onPick(now)}>
          {t("today")}
        </Button>
        {emptied && day !== "" && (
          <Button {...escapes} size="xs" variant="subtle" color="gray" onClick={() => onPick("")}>
            {t("none")}
          </Button>
        )}
      </Group>
    </div>
  );
}

/** Where a key leads from a day; undefined: it is none of the calendar's. */
function target(event: KeyboardEvent, at: string, first: number): string | undefined {
  const rightToLeft = getComputedStyle(event.currentTarget).direction === "rtl";
  const months = event.shiftKey ? YEAR : 1;
  switch (event.key) {
    case "ArrowLeft":
      return addDays(at, rightToLeft ? 1 : -1);
    case "ArrowRight":
      return addDays(at, rightToLeft ? -1 : 1);
    case "ArrowUp":
      return addDays(at, -WEEK);
    case "ArrowDown":
      return addDays(at, WEEK);
    case "Home":
      return addDays(at, -columnOf(at, first));
    case "End":
      return addDays(at, WEEK - 1 - columnOf(at, first));
    case "PageUp":
      return addMonths(at, -months);
    case "PageDown":
      return addMonths(at, months);
    default:
      return undefined;
  }
}
