import { Button, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { previewChunks } from "../api";
import reading from "../reading/Reading.module.css";
import type { Strategy } from "../types";

/** Shows how a text would be cut; nothing is kept. */
export function CuttingPreview({ baseId, strategy }: { baseId: string; strategy: Strategy }): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const preview = useMutation({ mutationFn: () => previewChunks(baseId, strategy, { text }) });
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t("cutting.try")}
      </Button>
      <Modal
        opened={open}
        size="lg"
        onClose={() => setOpen(false)}
        title={t("cutting.tryTitle")}
        closeButtonProps={{ "aria-label": t("app:close") }}
      >
        <Stack>
          <Textarea
            label={t("cutting.text")}
            autosize
            minRows={6}
            maxRows={12}
            maxLength={200_000}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <div>
            <Button
              loading={preview.isPending}
              disabled={text.trim() === ""}
              onClick={() => preview.mutate()}
            >
              {t("cutting.cut")}
            </Button>
          </div>
          <ProblemAlert error={preview.error} />
          {preview.data && (
            <>
              <Text size="sm" c="dimmed" role="status">
                {t("cutting.result", { count: preview.data.total, tokens: preview.data.tokens })}
              </Text>
              <ol className={reading.passages}>
                {preview.data.items.map((chunk) => (
                  <li key={chunk.ordinal} className={reading.passage}>
                    <div className={reading.passageHead}>
                      <span>
                        {[...chunk.heading_path, t("passages.tokens", { count: chunk.tokens })].join(" › ")}
                      </span>
                    </div>
                    <p className={reading.passageText}>{chunk.text}</p>
                  </li>
                ))}
              </ol>
            </>
          )}
        </Stack>
      </Modal>
    </>
  );
}
