import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { SecretOnce } from "@/shared/ui/SecretOnce";

const HERE: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

interface Props {
  label: string;
  notice: string;
  url: string;
  children?: ReactNode;
}

/** A link to hand over, shown once; said of it where nobody else could open it. */
export function LinkOnce({ label, notice, url, children }: Props): ReactNode {
  const { t } = useTranslation("people");
  return (
    <SecretOnce label={label} notice={notice} value={url}>
      {HERE.has(new URL(url).hostname) && <Text size="sm">{t("people.onlyHere")}</Text>}
      {children}
    </SecretOnce>
  );
}
