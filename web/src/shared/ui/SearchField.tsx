import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState, type CSSProperties, type ReactNode } from "react";

import { smallIcon } from "./icon";

const TYPING_MS = 250;

interface Props {
  label: string;
  /** What it begins with. */
  value: string;
  /** Gets the words, without blanks around them, when nobody has typed for a moment. */
  onSearch: (words: string) => void;
  maxLength: number;
  style?: CSSProperties;
}

/** Narrows a list while one types. */
export function SearchField({ label, value, onSearch, maxLength, style = {} }: Props): ReactNode {
  const [text, setText] = useState(value);
  const searchSoon = useDebouncedCallback((next: string) => onSearch(next.trim()), TYPING_MS);
  return (
    <TextInput
      style={style}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch {...smallIcon} />}
      value={text}
      maxLength={maxLength}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        searchSoon(currentTarget.value);
      }}
    />
  );
}
