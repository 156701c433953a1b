import { Notifications } from "@mantine/notifications";
import type { ReactNode } from "react";

import "@mantine/notifications/styles.layer.css";

export default function Notices(): ReactNode {
  return <Notifications position="bottom-right" />;
}
