import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { smallIcon } from "@/shared/ui/icon";
import { tellFailure } from "@/shared/ui/tell";

import { fetchTable, type Asked, type FiguresTable } from "./api";

/** Saves a table as CSV. The address wants the person's token, so the file is fetched and then handed over. */
export function SaveTable({ table, asked }: { table: FiguresTable; asked: Asked }): ReactNode {
  const { t } = useTranslation("figures");
  const { mutate, isPending } = useMutation({
    mutationFn: () => fetchTable(table, asked),
    onSuccess: (content) => save(content, `knowledge-${table}-${asked.from}-${asked.to}.csv`),
    onError: (error) => {
      // What is no problem of the server's, a cut connection, has no title.
      const title = asProblem(error)?.title ?? "";
      tellFailure(title === "" ? t("saveFailed") : title);
    },
  });
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconDownload {...smallIcon} />}
      aria-label={t(`saveTable.${table}`)}
      loading={isPending}
      onClick={() => mutate()}
    >
      {t("save")}
    </Button>
  );
}

function save(content: Blob, name: string): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(content);
  anchor.download = name;
  anchor.click();
  // The download has begun by then, and holds the content itself.
  setTimeout(() => URL.revokeObjectURL(anchor.href));
}
