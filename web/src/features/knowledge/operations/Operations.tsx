import { Button, Progress, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { baseKey } from "../api";
import { isLive } from "../base/live";
import {
  cancelOperation,
  documentsKey,
  operationsQuery,
  retryOperation,
  undoOperation,
} from "../documents-api";
import type { Operation } from "../types";
import { Failures } from "./Failures";
import classes from "./Operations.module.css";
import { ended, goingOn } from "./words";

/** One that ended is shown for so long, when something is left to do about it. */
const SHOWN_MS = 600_000;

const runs = ({ status }: Operation): boolean => status === "waiting" || status === "running";

/** What it did is still of use: to try again, to go on with, to take back with its folders. */
function leavesSomething({ failed, problem, status, kind, folders, undoable }: Operation): boolean {
  if (failed > 0 || problem !== null || status === "cancelled") return true;
  return kind === "delete" && folders.length > 0 && undoable;
}

function isOfInterest(operation: Operation): boolean {
  if (runs(operation)) return true;
  const ended = Date.parse(operation.finished_at ?? operation.created_at);
  return leavesSomething(operation) && Date.now() - ended < SHOWN_MS;
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
  const { t, i18n } = useTranslation(["knowledge", "app"]);
  const { id, total, done, failed, problem, status } = operation;
  const cancel = useMutation({ mutationFn: () => cancelOperation(id), onSuccess: onChanged });
  const retry = useMutation({ mutationFn: () => retryOperation(id), onSuccess: onChanged });
  const undo = useMutation({ mutationFn: () => undoOperation(id), onSuccess: onChanged });
  const running = runs(operation);
  const label = running ? goingOn(operation, t, i18n.language) : ended(operation, t, i18n.language);
  const cancelled = status === "cancelled";
  return (
    <div className={classes.item}>
      <div className={classes.head}>
        <Text size="sm" role="status" className={classes.label ?? ""}>
          {cancelled && `${t("operations.cancelled")} · `}
          {label}
          {running && total > 0 && ` · ${t("operations.progress", { done, total })}`}
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
          <span className={classes.actions}>
            {(failed > 0 || cancelled) && (
              <Button size="xs" variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
                {t(cancelled ? "operations.goOn" : "operations.retry")}
              </Button>
            )}
            {operation.undoable && (
              <Button size="xs" variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
                {t("bulk.undo")}
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
      {failed > 0 && !running && <Failures id={id} count={failed} />}
      <ProblemAlert error={cancel.error ?? retry.error ?? undo.error} />
    </div>
  );
}
