import { ActionIcon, Tooltip } from "@mantine/core";
import { IconLayoutSidebarLeftExpand, IconMenu2 } from "@tabler/icons-react";
import type { ReactNode, Ref } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";

import classes from "./TopBar.module.css";

interface Props {
  titleRef: Ref<HTMLHeadingElement>;
  actionsRef: Ref<HTMLDivElement>;
  status: ReactNode;
  /** Null while the navigation stands beside the page. */
  onOpenNavigation: (() => void) | null;
}

/** Names where you are; the page fills title and actions through `PageHeader`. */
export function TopBar({ titleRef, actionsRef, status, onOpenNavigation }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <header className={classes.bar}>
      {onOpenNavigation && (
        <Tooltip label={t("navigation.open")}>
          <ActionIcon size="lg" aria-label={t("navigation.open")} onClick={onOpenNavigation}>
            <IconMenu2 {...icon} className={classes.whenNarrow} />
            <IconLayoutSidebarLeftExpand {...icon} className={classes.whenWide} />
          </ActionIcon>
        </Tooltip>
      )}
      {/* oxlint-disable-next-line jsx-a11y/heading-has-content -- each page fills it through a portal */}
      <h1 ref={titleRef} className={classes.title} />
      {status}
      <div ref={actionsRef} className={classes.actions} />
    </header>
  );
}
