import { Modal, Select, Skeleton, Text, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconFolder, IconFolderOff } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { smallIcon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { baseQuery, basesQuery, foldersQuery } from "../api";
import { places } from "./folders";
import classes from "./PlaceDialog.module.css";

const TYPING_MS = 250;

interface Props {
  title: string;
  /** Where it lies now. */
  baseId: string;
  /** Folders, which cannot be put into themselves. */
  without?: readonly string[];
  onPick: (folderId: string | null, baseId: string) => void;
  onClose: () => void;
}

/** Where to: a base that one may edit, and in it a folder or the top. */
export function PlaceDialog({ title, baseId, without, onPick, onClose }: Props): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const [target, setTarget] = useState(baseId);
  const folders = useQuery(foldersQuery(target));
  const pick = (id: string | null): void => {
    onClose();
    onPick(id, target);
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("app:close") }}>
      <BaseChoice own={baseId} value={target} onChange={setTarget} />
      <ProblemAlert error={folders.error} onRetry={() => void folders.refetch()} />
      {folders.isPending && <Skeleton height="var(--cs-row)" />}
      {folders.data && (
        <ul className={classes.places} aria-label={title}>
          <li>
            <UnstyledButton className={classes.place ?? ""} onClick={() => pick(null)}>
              <IconFolderOff {...smallIcon} />
              <span className={classes.name}>{t("folders.top")}</span>
            </UnstyledButton>
          </li>
          {places(folders.data, without).map(({ folder, depth }) => (
            <li key={folder.id}>
              <UnstyledButton
                className={classes.place ?? ""}
                style={{ "--depth": depth + 1 }}
                onClick={() => pick(folder.id)}
              >
                <IconFolder {...smallIcon} />
                <span className={classes.name}>{folder.name}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      {target !== baseId && (
        <Text size="sm" c="dimmed" mt="sm">
          {t("place.other")}
        </Text>
      )}
    </Modal>
  );
}

interface ChoiceProps {
  own: string;
  value: string;
  onChange: (id: string) => void;
}

/** The bases that one may edit; nothing to choose for who edits only this one. */
function BaseChoice({ own, value, onChange }: ChoiceProps): ReactNode {
  const { t } = useTranslation("knowledge");
  const [typed, setTyped] = useState("");
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const [q] = useDebouncedValue([...known.values()].includes(typed) ? "" : typed.trim(), TYPING_MS);
  const { data: base } = useQuery(baseQuery(own));
  const bases = useInfiniteQuery(basesQuery(q === "" ? null : q, { role: "editor" }));
  const found = allItems(bases.data);
  // The one that is chosen stays, whatever is looked for.
  const fresh = [...(base ? [base] : []), ...found].filter(({ id, name }) => known.get(id) !== name);
  if (fresh.length > 0) setKnown(new Map([...known, ...fresh.map(({ id, name }) => [id, name] as const)]));
  if (known.size < 2) return null;
  return (
    <Select
      label={t("place.base")}
      mb="sm"
      searchable
      allowDeselect={false}
      nothingFoundMessage={t("bases.notFound")}
      value={value}
      data={[...known].map(([id, name]) => ({ value: id, label: name }))}
      onSearchChange={setTyped}
      onChange={(next) => {
        if (next !== null) onChange(next);
      }}
    />
  );
}
