import { Stack, Switch, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, type ReactNode } from "react";

import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { changePreferences, preferencesQuery, type ChatPreferences } from "./api";

interface Props {
  /** Which of the preferences it changes. */
  name: "suggestions" | "organization_suggestions";
  label: string;
  /** What is to be said beside it, now that it is known what holds. */
  help: (preferences: ChatPreferences) => string | null;
}

/** A preference that is saved as soon as it is switched; without the server it stays what it was. */
export function PreferenceSwitch({ name, label, help }: Props): ReactNode {
  const queryClient = useQueryClient();
  const noteId = useId();
  const preferences = useQuery(preferencesQuery());
  const change = useMutation({
    mutationFn: (wanted: boolean) => changePreferences({ [name]: wanted }),
    onSuccess: (saved) => queryClient.setQueryData(preferencesQuery().queryKey, saved),
  });
  const { data } = preferences;
  return (
    <Stack gap="xs">
      <ProblemAlert error={preferences.error} onRetry={() => void preferences.refetch()} />
      {preferences.isPending && <RowsSkeleton />}
      {data && (
        <>
          <Switch
            label={label}
            // Mantine's own description would become part of the name.
            aria-describedby={noteId}
            checked={change.isPending ? change.variables : data[name]}
            disabled={change.isPending || !data.suggestions_available}
            onChange={(event) => change.mutate(event.currentTarget.checked)}
          />
          <Text id={noteId} size="sm" c="dimmed">
            {help(data)}
          </Text>
        </>
      )}
      <ProblemAlert error={change.error} />
    </Stack>
  );
}
