import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { smallIcon } from "@/shared/ui/icon";
import { tellFailure } from "@/shared/ui/tell";

import type { Split } from "./address";
import { fetchExport } from "./api";
import type { Span } from "./span";

interface Props {
  span: Span;
  /** Sums instead of every call. */
  by?: Split;
  children: string;
}

/** Saves usage as CSV. The address wants the person's token, so the file is fetched and then handed over. */
export function ExportButton({ span, by, children }: Props): ReactNode {
  const { t } = useTranslation("usage");
  const { mutate, isPending } = useMutation({
    mutationFn: () => fetchExport(span, by ?? null),
    onSuccess: (content) => save(content, `usage${by ? `-by-${by}` : ""}-${span.from}-${span.to}.csv`),
    onError: (error) => {
      // What is no problem of the server's, a cut connection, has no title.
      const title = asProblem(error)?.title ?? "";
      tellFailure(title === "" ? t("export.failed") : title);
    },
  });
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconDownload {...smallIcon} />}
      loading={isPending}
      onClick={() => mutate()}
    >
      {children}
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
