import { Badge, Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { EmptyState } from "@/shared/ui/EmptyState";
import { PagedList } from "@/shared/ui/PagedList";
import { SectionRow } from "@/shared/ui/SectionList";

import { deleteTemplate, templatesQuery, type Template } from "./api";
import { ItemActions } from "./ItemActions";
import { StartDialog } from "./StartDialog";
import { TemplateForm } from "./TemplateForm";
import { useStart } from "./use-start";

interface Props {
  q: string;
  creating: boolean;
  onDone: () => void;
}

/** One's chat templates and those that the organisation shares. */
export function TemplateList({ q, creating, onDone }: Props): ReactNode {
  const { t } = useTranslation("prompts");
  const pages = useInfiniteQuery(templatesQuery(q));
  const { asking, begin, start, leave } = useStart();
  return (
    <>
      {creating && <TemplateForm template={null} onDone={onDone} />}
      <PagedList
        label={t("page.templates")}
        pages={pages}
        items={allItems(pages.data)}
        empty={
          !creating && (
            <EmptyState
              title={t(q === "" ? "template.empty" : "page.nothing")}
              detail={t(q === "" ? "template.emptyDetail" : "page.nothingDetail")}
            />
          )
        }
      >
        {(template) => <Item key={template.id} template={template} onStart={() => begin(template)} />}
      </PagedList>
      {asking && <StartDialog template={asking} onStart={start} onClose={leave} />}
    </>
  );
}

function Item({ template, onStart }: { template: Template; onStart: () => void }): ReactNode {
  const { t } = useTranslation("prompts");
  const [editing, setEditing] = useState(false);
  return (
    <SectionRow
      title={template.name}
      mark={template.visibility === "organization" && <Badge variant="light">{t("shared")}</Badge>}
      detail={template.description || template.prompt}
      actions={
        <>
          <Button size="xs" variant="default" onClick={onStart}>
            {t("start.button")}
          </Button>
          {template.editable && (
            <ItemActions
              noun="templates"
              name={template.name}
              onEdit={() => setEditing(!editing)}
              remove={() => deleteTemplate(template.id)}
            />
          )}
        </>
      }
    >
      {editing && <TemplateForm template={template} onDone={() => setEditing(false)} />}
    </SectionRow>
  );
}
