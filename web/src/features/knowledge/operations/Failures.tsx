import { Anchor, Button, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { failuresQuery } from "../documents-api";
import classes from "./Operations.module.css";

interface Props {
  /** The operation, and how many it failed for: with another number there is another list. */
  id: string;
  count: number;
}

/** What work on many documents failed for, and why, when asked for. */
export function Failures({ id, count }: Props): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const [open, setOpen] = useState(false);
  const query = failuresQuery(id);
  const failures = useInfiniteQuery({ ...query, queryKey: [...query.queryKey, count], enabled: open });
  return (
    <>
      <div>
        <Anchor
          component="button"
          type="button"
          size="sm"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t("operations.showFailures")}
        </Anchor>
      </div>
      <ProblemAlert error={failures.error} onRetry={() => void failures.refetch()} />
      {open && failures.data && (
        <ul className={classes.failures}>
          {allItems(failures.data).map(({ name, document_id: documentId, problem }, index) => (
            <li key={index}>
              {documentId === null ? (
                <Text span size="sm" fw={500} className={classes.name ?? ""}>
                  {name}
                </Text>
              ) : (
                <Anchor
                  size="sm"
                  fw={500}
                  className={classes.name ?? ""}
                  renderRoot={(props) => (
                    <Link
                      {...props}
                      to="/knowledge/documents/$documentId"
                      params={{ documentId }}
                      search={{}}
                    />
                  )}
                >
                  {name}
                </Anchor>
              )}
              <Text size="sm" c="dimmed">
                {`${problem.title}. ${problem.detail}`}
              </Text>
            </li>
          ))}
        </ul>
      )}
      {open && failures.hasNextPage && (
        <div>
          <Button
            size="xs"
            variant="subtle"
            loading={failures.isFetchingNextPage}
            onClick={() => void failures.fetchNextPage()}
          >
            {t("app:loadMore")}
          </Button>
        </div>
      )}
    </>
  );
}
