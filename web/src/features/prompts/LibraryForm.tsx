import { Button, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Submission } from "@/shared/lib/use-submit";
import { FormPanel } from "@/shared/ui/FormPanel";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import type { Visibility } from "./api";
import { ShareSwitch } from "./ShareSwitch";

interface Props {
  submission: Submission;
  visibility: Visibility;
  onVisibility: (visibility: Visibility) => void;
  onCancel: () => void;
  /** The fields. */
  children: ReactNode;
}

/** What the forms of prompts and of templates have in common: who sees it, save, cancel. */
export function LibraryForm({ submission, visibility, onVisibility, onCancel, children }: Props): ReactNode {
  const { t } = useTranslation("app");
  return (
    <FormPanel>
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack gap="md">
          {children}
          <ShareSwitch value={visibility} onChange={onVisibility} />
          <SubmitRow submission={submission} label={t("save")}>
            <Button variant="default" onClick={onCancel}>
              {t("cancel")}
            </Button>
          </SubmitRow>
        </Stack>
      </form>
    </FormPanel>
  );
}
