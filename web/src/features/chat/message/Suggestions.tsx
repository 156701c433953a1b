import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useChatPage } from "./chat-page";
import classes from "./Message.module.css";

/** What one might ask next; a click asks it. */
export function Suggestions({ texts }: { texts: readonly string[] }): ReactNode {
  const { t } = useTranslation("messages");
  const { ask, toComposer } = useChatPage();
  return (
    <ul className={classes.suggestions} aria-label={t("suggestions")}>
      {texts.map((text) => (
        <li key={text}>
          <UnstyledButton
            className={classes.suggestion}
            onClick={() => {
              ask(text);
              toComposer();
            }}
          >
            {text}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
