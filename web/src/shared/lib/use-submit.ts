/** Sends a form: keeps what was entered, puts each problem where it belongs. */
import type { UseFormReturnType } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import type { SubmitEvent } from "react";

import { asProblem } from "@/api/problem";

export interface Submission {
  onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  pending: boolean;
  /** What no field is to blame for; goes above the button as a `ProblemAlert`. */
  problem: Error | null;
  /** The last submission succeeded and nothing was changed since. */
  done: boolean;
}

/** Values are named as the API names them, so that its field errors find their fields. */
export function useSubmit<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  action: (values: Values) => Promise<unknown>,
): Submission {
  const submission = useMutation({
    mutationFn: action,
    onSuccess: () => form.resetDirty(),
    onError: (error) => {
      const messages = Object.entries(asProblem(error)?.fields ?? {});
      const first = messages.map(([path]) => fieldOf(form, path)).find((field) => field !== undefined);
      for (const [path, message] of messages) {
        const field = fieldOf(form, path);
        if (field !== undefined) form.setFieldError(field, message);
      }
      focusField(form, first);
    },
  });
  const { error } = submission;
  const atFields = Object.keys(asProblem(error)?.fields ?? {});
  const allAtFields = atFields.length > 0 && atFields.every((path) => fieldOf(form, path) !== undefined);
  return {
    onSubmit: form.onSubmit(
      (values) => submission.mutate(values),
      (errors) => focusField(form, Object.keys(errors)[0]),
    ),
    pending: submission.isPending,
    problem: allAtFields ? null : error,
    done: submission.isSuccess && !form.isDirty(),
  };
}

/** The form's field that a path of the request body blames: `extra.models.0` is `models`. */
function fieldOf<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  path: string,
): string | undefined {
  return path.split(".").find((part) => part in form.getValues());
}

function focusField<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  field: string | undefined,
): void {
  if (field !== undefined) form.getInputNode(field)?.focus();
}
