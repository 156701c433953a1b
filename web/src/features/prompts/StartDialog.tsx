import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Template } from "./api";
import { VariablesDialog } from "./VariablesDialog";

interface Props {
  template: Template;
  onStart: (template: Template, values: Record<string, string>) => Promise<void>;
  onClose: () => void;
}

/** What a template needs to know before its chat begins. */
export function StartDialog({ template, onStart, onClose }: Props): ReactNode {
  const { t } = useTranslation("prompts");
  return (
    <VariablesDialog
      title={template.name}
      variables={template.variables}
      done={t("start.button")}
      onDone={(values) => onStart(template, values)}
      onClose={onClose}
    />
  );
}
