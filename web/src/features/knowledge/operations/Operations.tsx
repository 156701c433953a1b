import { Anchor, Button, Progress, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { baseKey } from "../api";
import { isLive } from "../base/live";
import {
  cancelOperation,
  documentsKey,
  failuresQuery,
  operationsQuery,
  retryOperation,
} from "../documents-api";
import type { Operation } from "../types";
import classes from "./Operations.module.css";

/** One that ended is shown for so long, unless something in it failed. */
const SHOWN_MS = 20_000;

const runs = ({ status }: Operation): boolean => status === "waiting" || status === "running";

function isOfInterest(operation: Operation): boolean {
  if (runs(operation)) return true;
  const ended = Date.parse(operation.finished_at ?? operation.created_at);
  return (operation.failed > 0 || operation.problem !== null) && Date.now() - ended < SHOWN_MS * 30;
}

/** Work on many documents that goes on, and what of it failed. `lookMs`: how often to ask for what goes on. */
export function Operations({ baseId, lookMs }: { baseId: string; lookMs: number }): ReactNode {
  const client = useQueryClient();
  const operations = useQuery({
    ...operationsQuery(baseId),
    refetchInterval: ({ state }) => (state.data?.items.some(runs) === true ? lookMs : false),
  });
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const items = operations.data?.items ?? [];
  const done = items.map(({ done, status }) => `${status}${String(done)}`).join();
  useEffect(() => {
    // What it does shows in the list; where events tell of it, they have seen to that.
    if (!isLive(baseId)) void client.invalidateQueries({ queryKey: documentsKey(baseId) });
  }, [client, baseId, done]);
  const shown = items.filter((each) => isOfInterest(each) && !dismissed.includes(each.id));
  if (shown.length === 0) return null;
  return (
    <div className={classes.list}>
      {shown.map((operation) => (
        <OperationItem
          key={operation.id}
          operation={operation}
          onDismiss={() => setDismissed((all) => [...all, operation.id])}
          onChanged={() => client.invalidateQueries({ queryKey: baseKey(baseId) })}
        />
      ))}
    </div>
  );
}

interface ItemProps {
  operation: Operation;
  onDismiss: () => void;
  onChanged: () => Promise<void>;
}

function OperationItem({ operation, onDismiss, onChanged }: ItemProps): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const { id, kind, total, done, failed, problem, folder } = operation;
  const cancel = useMutation({ mutationFn: () => cancelOperation(id), onSuccess: onChanged });
  const retry = useMutation({ mutationFn: () => retryOperation(id), onSuccess: onChanged });
  const running = runs(operation);
  const label = folder
    ? t("operations.deleteFolder", { name: folder.name })
    : t(`operations.${kind}`, { count: total });
  return (
    <div className={classes.item}>
      <div className={classes.head}>
        <Text size="sm" role="status">
          {label}
          {total > 0 && ` · ${t("operations.progress", { done, total })}`}
          {failed > 0 && ` · ${t("operations.failed", { count: failed })}`}
          {problem && ` · ${problem.title}`}
        </Text>
        {running ? (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            {t("app:cancel")}
          </Button>
        ) : (
          <span>
            {failed > 0 && (
              <Button size="xs" variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
                {t("operations.retry")}
              </Button>
            )}
            <Button size="xs" variant="subtle" color="gray" onClick={onDismiss}>
              {t("app:close")}
            </Button>
          </span>
        )}
      </div>
      {running && (
        <Progress size="sm" value={total > 0 ? (100 * (done + failed)) / total : 0} aria-label={label} />
      )}
      {failed > 0 && !running && <Failures id={id} />}
      <ProblemAlert error={cancel.error ?? retry.error} />
    </div>
  );
}

function Failures({ id }: { id: string }): ReactNode {
  const { t } = useTranslation("knowledge");
  const [open, setOpen] = useState(false);
  const failures = useInfiniteQuery({ ...failuresQuery(id), enabled: open });
  if (!open) {
    return (
      <Anchor component="button" type="button" size="sm" onClick={() => setOpen(true)}>
        {t("operations.showFailures")}
      </Anchor>
    );
  }
  return (
    <ul className={classes.failures}>
      {allItems(failures.data).map(({ name, problem }, index) => (
        <li key={index}>
          <Text span size="sm" fw={500}>
            {name}
          </Text>
          <Text span size="sm" c="dimmed">
            {` ${problem.title}`}
          </Text>
        </li>
      ))}
    </ul>
  );
}
