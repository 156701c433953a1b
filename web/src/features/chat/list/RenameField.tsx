import { lazy, Suspense, type ReactNode } from "react";

import type { RenameProps } from "./RenameInput";

// Lists and titles are seen far more often than renamed, and fields are not small.
const RenameInput = lazy(() => import("./RenameInput"));

export function RenameField(props: RenameProps): ReactNode {
  return (
    <Suspense>
      <RenameInput {...props} />
    </Suspense>
  );
}
