import { UnstyledButton } from "@mantine/core";
import { Suspense, useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { TextReferences, type References } from "@/shared/markdown";
import { RowsSkeleton } from "@/shared/ui/Page";
import { openSidePanel } from "@/shared/ui/side-panel";
import type { Citation, Message } from "@/stream";

import { CitationMark } from "./CitationMark";
import { CitedPassage } from "./CitedPassage";
import classes from "./sources.module.css";
import { partIn } from "./where";

interface Props {
  conversationId: string;
  message: Pick<Message, "id" | "citations">;
  /** The answer's text. */
  children: ReactNode;
}

/** An answer's text with the sources behind its numbers, and the list of them below. */
export default function Citations({ conversationId, message, children }: Props): ReactNode {
  const { id, citations } = message;
  const references = useMemo<References>(() => {
    const byNumber = new Map(citations.map((citation) => [citation.number, citation]));
    return {
      known: new Set(byNumber.keys()),
      show: (number) => {
        const citation = byNumber.get(number);
        return (
          citation && (
            <CitationMark
              conversationId={conversationId}
              messageId={id}
              citation={citation}
              onOpen={() => open(conversationId, id, citation)}
            />
          )
        );
      },
    };
  }, [conversationId, id, citations]);
  return (
    <>
      <TextReferences value={references}>{children}</TextReferences>
      <SourceList conversationId={conversationId} messageId={id} citations={citations} />
    </>
  );
}

function open(conversationId: string, messageId: string, citation: Citation): void {
  openSidePanel({
    key: `${messageId} ${String(citation.number)}`,
    title: citation.title,
    actions: null,
    body: (
      <div className={classes.panel}>
        <Suspense fallback={<RowsSkeleton />}>
          <CitedPassage conversationId={conversationId} messageId={messageId} citation={citation} />
        </Suspense>
      </div>
    ),
  });
}

interface ListProps {
  conversationId: string;
  messageId: string;
  citations: readonly Citation[];
}

function SourceList({ conversationId, messageId, citations }: ListProps): ReactNode {
  const { t } = useTranslation("sources");
  return (
    <ol className={classes.list} aria-label={t("list")}>
      {citations.map((citation) => (
        <li key={citation.number}>
          <UnstyledButton
            className={classes.source ?? ""}
            onClick={() => open(conversationId, messageId, citation)}
          >
            <span className={classes.number}>{citation.number}</span>
            <span className={classes.title}>{citation.title}</span>
            {citation.page !== null && <span className={classes.where}>{partIn(citation, t)}</span>}
          </UnstyledButton>
        </li>
      ))}
    </ol>
  );
}
