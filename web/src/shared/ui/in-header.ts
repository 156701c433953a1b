/** Buttons in the top bar: on phones only their icons show, so that the bar can still say where one is. */
import classes from "./in-header.module.css";

/** For `classNames` of a button with an icon at its left. */
export const inHeader = {
  root: classes.root ?? "",
  section: classes.section ?? "",
  label: classes.label ?? "",
};
