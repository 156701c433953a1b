import { Autocomplete } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBooks, IconFileText, IconHistory, IconSearch, IconTag } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon, smallIcon } from "@/shared/ui/icon";

import { LONGEST } from "./address";
import { suggestQuery, type Suggestion } from "./api";
import classes from "./SearchPage.module.css";

const TYPING_MS = 150;
const ICONS = { question: IconHistory, document: IconFileText, tag: IconTag, base: IconBooks } as const;

interface Props {
  q: string;
  onSearch: (q: string | undefined) => void;
}

/** The question, with what one may have in mind: own questions, documents, tags and bases. Enter searches. */
export function QuestionField({ q, onSearch }: Props): ReactNode {
  const { t } = useTranslation("findings");
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const [typed] = useDebouncedValue(text.trim(), TYPING_MS);
  const { data: suggestions = [] } = useQuery({
    ...suggestQuery(typed),
    enabled: typed !== "" && typed !== q,
  });
  const byLabel = new Map(suggestions.map((each) => [labelOf(each), each]));
  const pick = (label: string): void => {
    const found = byLabel.get(label);
    if (found === undefined) return;
    const { kind, text: name, id, base_id: baseId } = found;
    setText(kind === "question" ? name : text);
    if (kind === "question") onSearch(name);
    else if (kind === "document" && id != null)
      void navigate({ to: "/knowledge/documents/$documentId", params: { documentId: id }, search: {} });
    else if (kind === "base" && id != null)
      void navigate({ to: "/knowledge/$baseId", params: { baseId: id }, search: {} });
    else if (kind === "tag" && id != null && baseId != null)
      void navigate({ to: "/knowledge/$baseId", params: { baseId }, search: { tag: id } });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim() === "" ? undefined : text.trim());
      }}
    >
      <Autocomplete
        type="search"
        size="md"
        aria-label={t("label")}
        placeholder={t("placeholder")}
        leftSection={<IconSearch {...icon} />}
        maxLength={LONGEST}
        autoFocus={!matchMedia("(pointer: coarse)").matches}
        value={text}
        onChange={setText}
        onOptionSubmit={pick}
        filter={({ options }) => options}
        data={[...byLabel.keys()]}
        renderOption={({ option }: { option: { value: string } }) => {
          const found = byLabel.get(option.value);
          const Sign = ICONS[found?.kind ?? "question"];
          return (
            <span className={classes.suggestion}>
              <Sign {...smallIcon} aria-label={t(`kinds.${found?.kind ?? "question"}`)} />
              {found?.text}
            </span>
          );
        }}
      />
    </form>
  );
}

/** Options are told apart by what they say; a document may be called like a tag. */
const labelOf = ({ kind, text, id }: Suggestion): string =>
  kind === "question" ? text : `${text} \u{2063}${kind}${id ?? ""}`;
