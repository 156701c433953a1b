import { UnstyledButton } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { smallIcon } from "@/shared/ui/icon";

import { templatesQuery } from "./api";
import classes from "./TemplateShelf.module.css";
import { useStart } from "./use-start";

const StartDialog = lazy(async () => ({ default: (await import("./StartDialog")).StartDialog }));

/** So many stand on the page of a new chat; the others are one click away. */
const SHOWN = 4;

/** Chats that begin from a template; nothing while there is none. */
export function TemplateShelf(): ReactNode {
  const { t } = useTranslation("prompts");
  const templates = allItems(useInfiniteQuery(templatesQuery("")).data);
  const { asking, begin, start, leave } = useStart();
  if (templates.length === 0) return null;
  return (
    <section aria-label={t("shelf.label")} className={classes.shelf}>
      <ul className={classes.list}>
        {templates.slice(0, SHOWN).map((template) => (
          <li key={template.id}>
            <UnstyledButton className={classes.template} onClick={() => begin(template)}>
              <IconTemplate {...smallIcon} />
              <span className={classes.name}>{template.name}</span>
            </UnstyledButton>
          </li>
        ))}
        {templates.length > SHOWN && (
          <li>
            <Link to="/prompts" search={{ show: "templates" }} className={classes.template}>
              {t("shelf.more")}
            </Link>
          </li>
        )}
      </ul>
      {asking && (
        <Suspense>
          <StartDialog template={asking} onStart={start} onClose={leave} />
        </Suspense>
      )}
    </section>
  );
}
