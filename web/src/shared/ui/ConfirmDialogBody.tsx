import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemAlert } from "./ProblemAlert";

export interface ConfirmDialogProps {
  opened: boolean;
  /** The question, with the name of what it is about. */
  title: string;
  /** What will be lost. */
  detail: string;
  confirm: string;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks one question before something that cannot be undone; stays open while the server decides, and when it refuses. */
export default function ConfirmDialogBody({
  opened,
  title,
  detail,
  confirm,
  onConfirm,
  onClose,
}: ConfirmDialogProps): ReactNode {
  const { t } = useTranslation();
  const action = useMutation({ mutationFn: onConfirm });
  const close = (): void => {
    action.reset();
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={title}
      closeButtonProps={{ "aria-label": t("close") }}
      closeOnClickOutside={!action.isPending}
    >
      <Stack>
        <Text size="sm">{detail}</Text>
        <ProblemAlert error={action.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} disabled={action.isPending} data-autofocus>
            {t("cancel")}
          </Button>
          <Button
            color="red"
            loading={action.isPending}
            onClick={() => action.mutate(undefined, { onSuccess: close })}
          >
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
