import { HoverCard, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Citation } from "@/stream";

import { CitedGlance } from "./CitedGlance";
import classes from "./sources.module.css";

const WIDTH = 360;
const WAIT_MS = 250;

interface Props {
  conversationId: string;
  messageId: string;
  citation: Citation;
  onOpen: () => void;
}

/** A small number in the text: the passage on hover, its source beside the chat on a click. */
export function CitationMark({ conversationId, messageId, citation, onOpen }: Props): ReactNode {
  const { t } = useTranslation("sources");
  const { number, title } = citation;
  return (
    <HoverCard width={WIDTH} openDelay={WAIT_MS} withinPortal shadow="md">
      <HoverCard.Target>
        <UnstyledButton
          component="button"
          type="button"
          className={classes.mark ?? ""}
          aria-label={t("open", { number, title })}
          onClick={onOpen}
        >
          {number}
        </UnstyledButton>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <CitedGlance conversationId={conversationId} messageId={messageId} citation={citation} />
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
