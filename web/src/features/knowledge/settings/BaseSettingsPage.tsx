import { Button, Stack } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { formatSize } from "@/features/files/size";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { Facts } from "@/shared/ui/Facts";
import { Section } from "@/shared/ui/SectionList";
import { tellFailure, tellUndo } from "@/shared/ui/tell";

import { baseQuery, BASES, changeBase, deleteBase, limitsQuery, restoreBase } from "../api";
import { BaseForm } from "../bases/BaseForm";
import { allows, type KnowledgeBase } from "../types";
import { AccessSection } from "./AccessSection";
import { CuttingSection } from "./CuttingSection";
import { EmbedderSection } from "./EmbedderSection";
import { TagsSection } from "./TagsSection";

/** What a base is, who may what in it, and how its documents are cut. */
export function BaseSettingsPage(): ReactNode {
  const { t, i18n } = useTranslation(["knowledge", "app"]);
  const { baseId } = useParams({ from: "/app/knowledge/$baseId" });
  const { data: base } = useQuery(baseQuery(baseId));
  if (base === undefined) return null;
  const manages = allows(base.your_role, "manager");
  return (
    <Stack gap="xl" maw="var(--cs-text-column)">
      <Section title={t("settings.about")}>
        {manages ? (
          <BaseForm
            key={base.updated_at}
            initial={base}
            submit={t("app:save")}
            done={t("app:saved")}
            onSubmit={(texts) => changeBase(base.id, texts)}
          />
        ) : (
          base.description
        )}
        <Facts
          facts={[
            { name: t("settings.documents"), value: String(base.document_count) },
            { name: t("settings.passages"), value: String(base.chunk_count) },
            { name: t("settings.size"), value: formatSize(base.bytes, i18n.language) },
            { name: t("settings.yourRole"), value: t(`roles.${base.your_role}`) },
          ]}
        />
      </Section>
      <AccessSection base={base} />
      {allows(base.your_role, "editor") && <TagsSection baseId={base.id} />}
      {manages && <EmbedderSection baseId={base.id} />}
      {manages && <CuttingSection base={base} />}
      {manages && <Ending base={base} />}
    </Stack>
  );
}

function Ending({ base }: { base: KnowledgeBase }): ReactNode {
  const { t } = useTranslation("knowledge");
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const { data: limits } = useQuery(limitsQuery());
  const { id, name, document_count: count } = base;
  if (limits === undefined) return null;
  const days = limits.keep_deleted_days;
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: BASES });
  const undo = async (): Promise<void> => {
    try {
      await restoreBase(id);
      await reload();
    } catch (error) {
      tellFailure(asProblem(error)?.detail ?? t("failed"));
    }
  };
  return (
    <Section
      title={t("settings.delete")}
      description={days > 0 ? t("settings.deleteDetail", { count: days }) : t("settings.deleteForGood")}
    >
      <div>
        <Button variant="light" color="red" onClick={() => setAsking(true)}>
          {t("settings.deleteButton")}
        </Button>
      </div>
      <ConfirmDialog
        opened={asking}
        title={t("settings.deleteQuestion", { name })}
        detail={
          days > 0
            ? `${t("settings.deleteHides", { count })} ${t("kept", { count: days })}`
            : t("settings.deleteLoss", { count })
        }
        confirm={t("settings.deleteConfirm", { name })}
        onConfirm={async () => {
          await deleteBase(id);
          await navigate({ to: "/knowledge", search: {}, replace: true });
          client.removeQueries({ queryKey: [...BASES, id] });
          await reload();
          if (days > 0) tellUndo(t("bases.deletedNamed", { name }), t("bulk.undo"), () => void undo());
        }}
        onClose={() => setAsking(false)}
      />
    </Section>
  );
}
