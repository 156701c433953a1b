import { ActionIcon, Select, Text, Tooltip } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ManagedModel } from "@/api/types";
import { smallIcon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { askableQuery } from "./api";
import { Part } from "./Part";
import classes from "./Part.module.css";
import type { Values } from "./values";

const MOST = 5;

interface Props {
  form: UseFormReturnType<Values>;
  model: ManagedModel;
}

/** Which models are asked in this one's place, in their order. */
export function ChainField({ form, model }: Props): ReactNode {
  const { t } = useTranslation("models");
  const models = useQuery(askableQuery());
  const chosen = form.values.fallbacks;
  const known = new Map((models.data ?? []).map((each) => [each.id, each]));
  const set = (ids: string[]): void => form.setFieldValue("fallbacks", ids);
  const others = [...known.values()].filter(
    ({ id, kind }) => id !== model.id && kind === model.kind && !chosen.includes(id),
  );
  const nameOf = (id: string): string =>
    known.get(id)?.display_name ?? (models.isPending ? "…" : t("chain.absent"));
  return (
    <Part title={t("chain.title")} detail={t("chain.detail")}>
      <ProblemAlert error={models.error} onRetry={() => void models.refetch()} />
      {chosen.length === 0 ? (
        <Text c="dimmed">{t("chain.none")}</Text>
      ) : (
        <ol className={classes.chosen} aria-label={t("chain.title")}>
          {chosen.map((id, place) => (
            <li key={id}>
              <span className={classes.name}>
                {place + 1}. <span translate="no">{nameOf(id)}</span>
                <span className={classes.more}>{known.get(id)?.connection.name}</span>
              </span>
              <Move
                label={t("chain.up", { name: nameOf(id) })}
                possible={place > 0}
                onClick={() => set(moved(chosen, place, place - 1))}
              >
                <IconArrowUp {...smallIcon} />
              </Move>
              <Move
                label={t("chain.down", { name: nameOf(id) })}
                possible={place < chosen.length - 1}
                onClick={() => set(moved(chosen, place, place + 1))}
              >
                <IconArrowDown {...smallIcon} />
              </Move>
              <Move
                label={t("chain.remove", { name: nameOf(id) })}
                possible
                onClick={() => set(chosen.filter((each) => each !== id))}
              >
                <IconX {...smallIcon} />
              </Move>
            </li>
          ))}
        </ol>
      )}
      {chosen.length < MOST && (
        <Select
          label={t("chain.add")}
          placeholder={t("chain.choose")}
          searchable
          nothingFoundMessage={t("chain.nobody")}
          value={null}
          data={others.map(({ id, display_name: name, connection }) => ({
            value: id,
            label: `${name} · ${connection.name}`,
          }))}
          error={form.errors.fallbacks}
          onChange={(id) => {
            if (id !== null) set([...chosen, id]);
          }}
        />
      )}
    </Part>
  );
}

function moved(ids: readonly string[], from: number, to: number): string[] {
  const rest = ids.filter((_, place) => place !== from);
  return [...rest.slice(0, to), ...ids.slice(from, from + 1), ...rest.slice(to)];
}

interface MoveProps {
  label: string;
  /** Else it stays where it is, and keeps the focus. */
  possible: boolean;
  onClick: () => void;
  children: ReactNode;
}

function Move({ label, possible, onClick, children }: MoveProps): ReactNode {
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        aria-disabled={!possible}
        {...(!possible && { "data-disabled": true })}
        onClick={() => {
          if (possible) onClick();
        }}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
