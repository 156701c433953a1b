import { Modal, TextInput, VisuallyHidden } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Marked } from "@/features/search/Marked";
import { icon } from "@/shared/ui/icon";

import { Keys } from "./Keys";
import classes from "./Palette.module.css";
import type { ShortcutId } from "./shortcuts";
import { useEntries, type Entry } from "./use-entries";

interface Props {
  onClose: () => void;
  onPerform: (id: ShortcutId) => void;
}

/** Type where you want to go or what you want to do: chats, people, settings, actions. */
export function Palette({ onClose, onPerform }: Props): ReactNode {
  const { t } = useTranslation("palette");
  const id = useId();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const groups = useEntries(typed, onPerform);
  const entries = groups.flatMap((group) => group.entries);
  // What was chosen may be gone from the list: then the first one is.
  const active = Math.max(
    0,
    entries.findIndex((entry) => entry.id === chosen),
  );
  const current = entries[active];
  const option = (entry: Entry): string => `${id}-${entry.id}`;

  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current?.id]);

  const run = (entry: Entry | undefined): void => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const last = entries.length - 1;
    const next = {
      ArrowDown: active === last ? 0 : active + 1,
      ArrowUp: active === 0 ? last : active - 1,
      PageDown: last,
      PageUp: 0,
    }[event.key];
    if (next !== undefined) setChosen(entries[next]?.id ?? null);
    else if (event.key === "Enter") run(current);
    else return;
    event.preventDefault();
  };
  return (
    <Modal.Root opened onClose={onClose} size="lg" yOffset="10vh" centered={false}>
      <Modal.Overlay />
      <Modal.Content aria-label={t("title")}>
        <TextInput
          role="combobox"
          aria-label={t("title")}
          aria-expanded
          aria-controls={id}
          aria-activedescendant={current && option(current)}
          aria-autocomplete="list"
          data-autofocus
          variant="unstyled"
          size="md"
          className={classes.field ?? ""}
          leftSection={<IconSearch {...icon} />}
          placeholder={t("placeholder")}
          value={typed}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value);
            setChosen(null);
          }}
          onKeyDown={onKeyDown}
        />
        <div ref={list} id={id} role="listbox" aria-label={t("title")} className={classes.list}>
          {groups.map((group) => (
            <div key={group.name} role="group" aria-label={group.name}>
              <div className={classes.group} aria-hidden="true">
                {group.name}
              </div>
              {group.entries.map((entry) => (
                // Reached by arrow keys in the field, which keeps the focus.
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- see above
                <div
                  key={entry.id}
                  id={option(entry)}
                  role="option"
                  tabIndex={-1}
                  aria-selected={entry === current}
                  className={classes.entry}
                  onClick={() => run(entry)}
                  onMouseMove={() => setChosen(entry.id)}
                >
                  <entry.icon {...icon} />
                  <span className={classes.label} dir="auto">
                    {typeof entry.label === "string" ? entry.label : <Marked parts={entry.label} />}
                  </span>
                  {entry.detail !== undefined && <span className={classes.detail}>{entry.detail}</span>}
                  {entry.keys !== undefined && <Keys keys={entry.keys} />}
                </div>
              ))}
            </div>
          ))}
        </div>
        <VisuallyHidden role="status">{t("count", { count: entries.length })}</VisuallyHidden>
      </Modal.Content>
    </Modal.Root>
  );
}
