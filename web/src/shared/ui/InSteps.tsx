import { useDeferredValue, type ReactNode } from "react";

interface Props {
  /** In its place until it is drawn. */
  fallback: ReactNode;
  children: ReactNode;
}

/** Draws what takes long in steps of a few milliseconds, between which the browser does what else is due. */
export function InSteps({ fallback, children }: Props): ReactNode {
  return useDeferredValue(true, false) ? children : fallback;
}
