import { ActionIcon, type ActionIconProps } from "@mantine/core";
import type { ComponentPropsWithRef, ReactNode } from "react";

import classes from "./Action.module.css";

interface Props extends ActionIconProps, Omit<ComponentPropsWithRef<"button">, keyof ActionIconProps> {
  label: string;
}

/**
 * One of the buttons at a message. There are some for each of them, so what they are called shows by the style sheet
 * alone: a tooltip's machinery for each would make scrolling heavy.
 */
export function Action({ label, ...props }: Props): ReactNode {
  return <ActionIcon {...props} className={classes.action} aria-label={label} data-hint={label} />;
}
