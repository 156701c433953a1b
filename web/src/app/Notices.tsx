import { Notifications } from "@mantine/notifications";
import type { ReactNode } from "react";

import "@mantine/notifications/styles.layer.css";

import classes from "./Notices.module.css";

export default function Notices(): ReactNode {
  return <Notifications position="bottom-right" classNames={{ root: classes.root ?? "" }} />;
}
