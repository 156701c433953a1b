import { Button, SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { FilterBar } from "@/shared/ui/FilterBar";
import { smallIcon } from "@/shared/ui/icon";
import { Page } from "@/shared/ui/Page";
import { SearchField } from "@/shared/ui/SearchField";

import type { LibrarySearch } from "./address";
import { PromptList } from "./PromptList";
import classes from "./PromptsPage.module.css";
import { TemplateList } from "./TemplateList";

const route = getRouteApi("/app/prompts");

/** The prompt library and the chat templates; what is shown stands in the address. */
export function PromptsPage(): ReactNode {
  const { t } = useTranslation("prompts");
  const { show, q = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const [creating, setCreating] = useState(false);
  const go = (next: LibrarySearch): void => void navigate({ search: next, replace: true });
  const done = (): void => setCreating(false);
  return (
    <div className={classes.page}>
      <Page
        title={t("page.title")}
        actions={
          <Button
            size="xs"
            leftSection={<IconPlus {...smallIcon} />}
            disabled={creating}
            onClick={() => setCreating(true)}
          >
            {t(show === "templates" ? "template.new" : "prompt.new")}
          </Button>
        }
      >
        <FilterBar>
          <SegmentedControl
            size="sm"
            miw="max-content"
            aria-label={t("page.show")}
            value={show ?? "prompts"}
            onChange={(next) => {
              setCreating(false);
              go({ ...(next === "templates" && { show: "templates" }), ...(q !== "" && { q }) });
            }}
            data={[
              { value: "prompts", label: t("page.prompts") },
              { value: "templates", label: t("page.templates") },
            ]}
          />
          <SearchField
            label={t("page.search")}
            value={q}
            maxLength={300}
            onSearch={(words) => go({ ...(show && { show }), ...(words !== "" && { q: words }) })}
          />
        </FilterBar>
        {show === "templates" ? (
          <TemplateList q={q} creating={creating} onDone={done} />
        ) : (
          <PromptList q={q} creating={creating} onDone={done} />
        )}
      </Page>
    </div>
  );
}
