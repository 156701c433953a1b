import { ActionIcon, Popover, TextInput, type TextInputProps } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

import { Calendar } from "./Calendar";
import { isDay } from "./calendar";
import { pattern, readDay, written } from "./words";

export interface DateFieldProps extends Omit<
  TextInputProps,
  "type" | "value" | "defaultValue" | "onChange" | "label" | "rightSection"
> {
  label: string;
  /** The label is for those only who do not see where the field stands. */
  hideLabel?: boolean | undefined;
  /** A day as the API names it; nothing or "": none. */
  value?: string | undefined;
  /** Takes "" for no day; not called while what is typed is no day yet. */
  onChange?: ((day: string) => void) | undefined;
}

/** On a low screen it rather covers its field than to be cut off. */
const WITHIN_SCREEN = { flip: true, shift: { crossAxis: true, padding: 4 } } as const;

/**
 * A day in the person's language, whatever the browser speaks: typed, or chosen in a calendar. What is typed is taken over
 * when the field is left, or with Enter; a form with something in it that is no day is not sent.
 */
export function DateField({
  value = "",
  onChange,
  label,
  hideLabel,
  error,
  ...others
}: DateFieldProps): ReactNode {
  const { t, i18n } = useTranslation("dates");
  const language = i18n.language;
  // Addresses and templates may name days that there are not.
  const chosen = isDay(value) ? value : "";
  // What is being typed, until it is taken over.
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const put = (day: string): void => {
    setDraft(null);
    setWrong(false);
    if (day !== value) onChange?.(day);
  };
  /** True: it stands now. What is needed cannot be emptied: what was there comes back. */
  const take = (): boolean => {
    if (draft === null) return true;
    const day = draft.trim() === "" ? "" : readDay(draft, language);
    setWrong(day === undefined);
    if (day === undefined) return false;
    put(day === "" && others.required ? value : day);
    return true;
  };
  useUnsent(input, wrong);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === "Enter" && !take()) event.preventDefault();
    if (event.key === "ArrowDown" && take()) {
      event.preventDefault();
      setOpen(true);
    }
  };
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      middlewares={WITHIN_SCREEN}
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
      withRoles={false}
    >
      <Popover.Target>
        <div>
          <TextInput
            withAsterisk={false}
            {...others}
            ref={input}
            {...(hideLabel ? { "aria-label": label, title: label } : { label })}
            autoComplete="off"
            placeholder={
              hideLabel
                ? label
                : pattern(language, {
                    day: t("letters.day"),
                    month: t("letters.month"),
                    year: t("letters.year"),
                  })
            }
            value={draft ?? (chosen === "" ? "" : written(chosen, language))}
            error={wrong ? t("unreadable", { example: written("2026-11-30", language) }) : error}
            onChange={(event) => {
              setDraft(event.currentTarget.value);
              setWrong(false);
            }}
            onBlur={(event) => {
              take();
              others.onBlur?.(event);
            }}
            onKeyDown={onKeyDown}
            rightSection={
              <ActionIcon
                aria-label={t("open", { field: label })}
                aria-haspopup="dialog"
                aria-expanded={open}
                onClick={() => setOpen(!open)}
              >
                <IconCalendar {...smallIcon} />
              </ActionIcon>
            }
          />
        </div>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={label} p="xs">
        <Calendar
          day={chosen}
          language={language}
          emptied={!others.required}
          onPick={(day) => {
            put(day);
            setOpen(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** While there is something wrong in it, the form around it is not sent: it would say what was there before. */
function useUnsent(input: RefObject<HTMLInputElement | null>, wrong: boolean): void {
  useEffect(() => {
    const form = input.current?.form;
    if (!wrong || !form) return undefined;
    const hold = (event: Event): void => {
      event.preventDefault();
      event.stopPropagation();
      input.current?.focus();
    };
    form.addEventListener("submit", hold, { capture: true });
    return () => form.removeEventListener("submit", hold, { capture: true });
  }, [input, wrong]);
}
