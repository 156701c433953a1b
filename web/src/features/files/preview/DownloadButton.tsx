import { ActionIcon, Tooltip } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { icon } from "@/shared/ui/icon";
import { tellFailure } from "@/shared/ui/tell";
import type { Attachment } from "@/stream";

import { fetchDownload } from "../api";

/** Saves the file as it was uploaded, under its own name. */
export default function DownloadButton({ file }: { file: Attachment }): ReactNode {
  const { t } = useTranslation("files");
  const { mutate, isPending } = useMutation({
    mutationFn: () => fetchDownload(file),
    onSuccess: ({ url }) => {
      const anchor = document.createElement("a");
      anchor.href = url;
      // The name comes with the answer; what the file is may have been put right in it.
      anchor.download = "";
      anchor.click();
    },
    onError: (error) => tellFailure(asProblem(error)?.title ?? t("preview.failedTitle")),
  });
  return (
    <Tooltip label={t("preview.download")}>
      <ActionIcon
        size="lg"
        aria-label={t("preview.download")}
        loading={isPending}
        disabled={file.status !== "ready"}
        onClick={() => mutate()}
      >
        <IconDownload {...icon} />
      </ActionIcon>
    </Tooltip>
  );
}
