import { ActionIcon, Button, Tooltip } from "@mantine/core";
import {
  IconBooks,
  IconLayoutSidebarLeftCollapse,
  IconPencilPlus,
  IconSearch,
  IconTemplate,
  IconX,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ConversationList } from "@/features/chat";
import { icon } from "@/shared/ui/icon";
import { Logo } from "@/shared/ui/Logo";

import { AccountMenu } from "./AccountMenu";
import classes from "./Sidebar.module.css";

interface Props {
  /** Beside the page: hide it. */
  onCollapse?: () => void;
  /** As a drawer: close it. */
  onClose?: () => void;
  /** What else belongs to it, at its edge. */
  children?: ReactNode;
}

export function Sidebar({ onCollapse, onClose, children }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("navigation.label")} className={classes.sidebar}>
      <div className={classes.head}>
        <Link to="/" className={classes.home} aria-label={t("navigation.home")}>
          <Logo />
        </Link>
        {onCollapse && (
          <Tooltip label={t("navigation.collapse")}>
            <ActionIcon size="lg" aria-label={t("navigation.collapse")} onClick={onCollapse}>
              <IconLayoutSidebarLeftCollapse {...icon} />
            </ActionIcon>
          </Tooltip>
        )}
        {onClose && (
          <ActionIcon size="lg" aria-label={t("navigation.close")} onClick={onClose}>
            <IconX {...icon} />
          </ActionIcon>
        )}
      </div>
      <div className={classes.new}>
        <Button
          component={Link}
          to="/"
          variant="default"
          fullWidth
          justify="flex-start"
          leftSection={<IconPencilPlus {...icon} />}
        >
          {t("navigation.newChat")}
        </Button>
        <Button
          component={Link}
          to="/search"
          variant="subtle"
          color="gray"
          fullWidth
          mt="xs"
          justify="flex-start"
          leftSection={<IconSearch {...icon} />}
        >
          {t("navigation.search")}
        </Button>
        <Button
          renderRoot={(props) => <Link {...props} to="/knowledge" search={{}} />}
          variant="subtle"
          color="gray"
          fullWidth
          justify="flex-start"
          leftSection={<IconBooks {...icon} />}
        >
          {t("navigation.knowledge")}
        </Button>
        <Button
          renderRoot={(props) => <Link {...props} to="/prompts" search={{}} />}
          variant="subtle"
          color="gray"
          fullWidth
          justify="flex-start"
          leftSection={<IconTemplate {...icon} />}
        >
          {t("navigation.prompts")}
        </Button>
      </div>
      <div className={classes.list}>
        <ConversationList />
      </div>
      <div className={classes.foot}>
        <AccountMenu />
      </div>
      {children}
    </nav>
  );
}
