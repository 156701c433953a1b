import { Button, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

import type { Submission } from "@/shared/lib/use-submit";

import { ProblemAlert } from "./ProblemAlert";

interface Props {
  submission: Submission;
  label: string;
  /** Said beside the button once the server has confirmed. */
  done?: string;
  fullWidth?: boolean;
  children?: ReactNode;
}

/** The end of a form: what went wrong as a whole, the button, and that it is saved. */
export function SubmitRow({ submission, label, done, fullWidth = false, children }: Props): ReactNode {
  return (
    <Stack gap="sm">
      <ProblemAlert error={submission.problem} />
      <Group gap="sm">
        <Button type="submit" loading={submission.pending} fullWidth={fullWidth}>
          {label}
        </Button>
        {children}
        <Text size="sm" c="dimmed" role="status">
          {submission.done ? done : null}
        </Text>
      </Group>
    </Stack>
  );
}
