import { TextInput } from "@mantine/core";
import { lazy, Suspense, type ReactNode } from "react";

import type { DateFieldProps } from "./DateField";

const Field = lazy(async () => ({ default: (await import("./DateField")).DateField }));

/** The same for pages whose first load has no room for a calendar: its place is held until it is there. */
export function LazyDateField(props: DateFieldProps): ReactNode {
  return (
    <Suspense fallback={<TextInput label={props.label} readOnly />}>
      <Field {...props} />
    </Suspense>
  );
}
