import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  name: string;
  /** It has ended: removed, not cancelled. */
  ended: boolean;
  pending: boolean;
  onClick: () => void;
}

/** Cancels what runs, removes what has ended. */
export function EndButton({ name, ended, pending, onClick }: Props): ReactNode {
  const { t } = useTranslation("transfer");
  return (
    <Button
      variant="subtle"
      color="gray"
      size="xs"
      loading={pending}
      aria-label={t(ended ? "exports.removeOf" : "exports.cancelOf", { name })}
      onClick={onClick}
    >
      {t(ended ? "exports.remove" : "exports.cancel")}
    </Button>
  );
}
