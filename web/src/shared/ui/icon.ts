/** How every Tabler icon is drawn: `<IconCopy {...icon} />`. Decoration; the control around it carries the label. */
import { sizes } from "@/app/theme";

export const icon = { size: sizes.icon, stroke: sizes.iconStroke, "aria-hidden": true } as const;
export const smallIcon = { ...icon, size: sizes.iconSmall } as const;
