import { lazy, Suspense, useState, type ReactNode } from "react";

import type { ConfirmDialogProps } from "./ConfirmDialogBody";

const Body = lazy(() => import("./ConfirmDialogBody"));

/** Asks one question before something that cannot be undone. The dialog itself is loaded with the first question. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const [ever, setEver] = useState(props.opened);
  if (props.opened && !ever) setEver(true);
  return (
    ever && (
      <Suspense>
        <Body {...props} />
      </Suspense>
    )
  );
}
