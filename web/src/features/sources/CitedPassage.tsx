import { Button, Text } from "@mantine/core";
import { IconBook2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { plainRows } from "@/features/knowledge/reading/plain-rows";
import { smallIcon } from "@/shared/ui/icon";
import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import type { Citation } from "@/stream";

import { citationQuery, type CitedPlace } from "./api";
import classes from "./sources.module.css";
import { whereOf } from "./where";

const CitedSource = lazy(() => import("./CitedSource"));

const NOT_FOUND = 404;

interface Props {
  conversationId: string;
  messageId: string;
  citation: Citation;
}

/** The words that an answer refers to and where they stand; for whoever may read them now. */
export function CitedPassage({ conversationId, messageId, citation }: Props): ReactNode {
  const { t } = useTranslation("findings");
  const { t: tSources } = useTranslation("sources");
  const place = useQuery(citationQuery(conversationId, messageId, citation.number));
  const where = whereOf(citation, tSources);
  const hidden = asProblem(place.error)?.status === NOT_FOUND;
  return (
    <div className={classes.passage}>
      {where !== "" && (
        <Text size="xs" c="dimmed">
          {where}
        </Text>
      )}
      {place.isPending && <RowsSkeleton />}
      {hidden ? (
        <Text size="sm" c="dimmed">
          {tSources("hidden")}
        </Text>
      ) : (
        <ProblemAlert error={place.error} onRetry={() => void place.refetch()} />
      )}
      {place.data && (
        <>
          <blockquote className={classes.quote}>{plainRows(place.data.quote)}</blockquote>
          {!place.data.current && (
            <Text size="xs" c="dimmed">
              {place.data.version === null
                ? t("cited.older")
                : t("cited.olderVersion", { version: place.data.version })}
            </Text>
          )}
          <Way place={place.data} />
          {(place.data.current || place.data.version !== null) && place.data.document_id !== null && (
            <Suspense fallback={<RowsSkeleton />}>
              <CitedSource documentId={place.data.document_id} place={place.data} />
            </Suspense>
          )}
        </>
      )}
    </div>
  );
}

/** To the passage in its document. */
function Way({ place }: { place: CitedPlace }): ReactNode {
  const { t } = useTranslation("findings");
  const { document_id: documentId, chunk_id: chunk, page, start, end, base_name: base } = place;
  const { version, current } = place;
  if (documentId === null) return null;
  return (
    <>
      {base !== null && (
        <Text size="xs" c="dimmed">
          {t("cited.from", { base })}
        </Text>
      )}
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconBook2 {...smallIcon} />}
          renderRoot={(props) => (
            <Link
              to="/knowledge/documents/$documentId"
              params={{ documentId }}
              search={{
                ...(current && chunk !== null && { chunk }),
                ...(!current && version !== null && { version }),
                ...(page !== null && { page }),
                ...(start !== null && { at: start }),
                ...(end !== null && { to: end }),
              }}
              {...props}
            />
          )}
        >
          {t("cited.openDocument")}
        </Button>
      </div>
    </>
  );
}
