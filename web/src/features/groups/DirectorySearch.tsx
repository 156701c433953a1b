import { Combobox, Loader, TextInput, useCombobox, VisuallyHidden } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { DirectoryEntry } from "@/api/types";
import { smallIcon } from "@/shared/ui/icon";

import { directoryQuery } from "./api";
import { DirectoryOptions } from "./DirectoryOptions";

const TYPING_MS = 200;

export interface DirectorySearchProps {
  label: string;
  description?: ReactNode;
  placeholder?: string;
  /** Chosen with the mouse or Enter; the field empties itself for the next and keeps the focus. */
  onPick: (entry: DirectoryEntry) => void;
  /** Groups are left out of "people". */
  kinds?: "all" | "people";
  /** Ids of those who are there already: shown as such, not to be chosen. */
  exclude?: ReadonlySet<string>;
  disabled?: boolean;
  error?: ReactNode;
  autoFocus?: boolean;
}

/** Finds people, and groups, by part of a name or an address. */
export function DirectorySearch(props: DirectorySearchProps): ReactNode {
  const {
    label,
    description,
    placeholder,
    onPick,
    kinds = "all",
    exclude,
    disabled,
    error,
    autoFocus,
  } = props;
  const { t } = useTranslation("groups");
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [searched] = useDebouncedValue(text.trim(), TYPING_MS);
  const [active, setActive] = useState<string>();
  const forget = (): void => {
    combobox.resetSelectedOption();
    setActive(undefined);
  };
  const combobox = useCombobox({ onDropdownClose: forget });
  const { dropdownOpened: opened, listId } = combobox;
  const found = useQuery({ ...directoryQuery(searched), enabled: opened });
  const entries = (found.data?.items ?? []).filter(({ kind }) => kinds === "all" || kind === "person");
  const waiting = found.isFetching || searched !== text.trim();
  const pick = (id: string): void => {
    const entry = entries.find((each) => each.id === id);
    if (entry === undefined) return;
    onPick(entry);
    setText("");
    combobox.closeDropdown();
    input.current?.focus();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={pick} disabled={disabled ?? false}>
      {/* The target's own attributes would go on naming an option that is gone when one types after the arrows. */}
      <Combobox.Target withAriaAttributes={false}>
        <TextInput
          role="combobox"
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-expanded={opened}
          aria-controls={opened && listId !== null ? listId : undefined}
          aria-activedescendant={opened ? active : undefined}
          autoComplete="off"
          // Escape closes the list and not the dialog around it.
          data-mantine-stop-propagation={opened || undefined}
          ref={input}
          label={label}
          description={description}
          inputWrapperOrder={["label", "input", "description", "error"]}
          placeholder={placeholder ?? t(kinds === "all" ? "directory.placeholder" : "directory.people")}
          leftSection={<IconSearch {...smallIcon} />}
          rightSection={opened && waiting ? <Loader size="xs" aria-hidden /> : null}
          value={text}
          maxLength={100}
          disabled={disabled ?? false}
          error={error}
          // The caller decides: a dialog that opens for searching begins here.
          autoFocus={autoFocus ?? false}
          onChange={(event) => {
            setText(event.currentTarget.value);
            forget();
            combobox.openDropdown();
          }}
          onClick={() => combobox.openDropdown()}
          // Read when the key has moved the choice.
          onKeyDown={() => queueMicrotask(() => setActive(chosenIn(listId)))}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <DirectoryOptions
          label={label}
          text={searched}
          entries={entries}
          more={found.data?.next_cursor != null}
          exclude={exclude ?? NOBODY}
          pending={found.isPending}
          error={found.error}
        />
      </Combobox.Dropdown>
      <VisuallyHidden role="status">
        {opened && !waiting && found.error === null ? t("directory.found", { count: entries.length }) : null}
      </VisuallyHidden>
    </Combobox>
  );
}

/** The id of the option that the arrows have reached. */
function chosenIn(listId: string | null): string | undefined {
  const list = listId === null ? null : document.getElementById(listId);
  return list?.querySelector("[data-combobox-selected]")?.id;
}

const NOBODY: ReadonlySet<string> = new Set();
