import { ActionIcon, Drawer, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";
import { closeSidePanel, type SidePanelContent } from "@/shared/ui/side-panel";

import classes from "./SidePanel.module.css";

interface Props {
  content: SidePanelContent;
  /** No room beside the page: a sheet over it. */
  narrow: boolean;
}

/** What somebody looks at beside their work. Escape closes it, and the focus goes back to where it came from. */
export default function SidePanel({ content, narrow }: Props): ReactNode {
  const path = useLocation({ select: (location) => location.pathname });
  const openedAt = useRef(path);
  useEffect(() => {
    // It belongs to the page it was opened on.
    if (openedAt.current !== path) closeSidePanel();
  }, [path]);
  if (!narrow) return <Beside key={content.key} content={content} />;
  return (
    <Drawer.Root opened onClose={closeSidePanel} position="bottom" size="100%" padding={0}>
      <Drawer.Content aria-label={content.title}>
        <Drawer.Body className={classes.sheet ?? ""}>
          <Frame content={content} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Beside({ content }: { content: SidePanelContent }): ReactNode {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    const element = panel.current;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.defaultPrevented) closeSidePanel();
    };
    element?.addEventListener("keydown", onKeyDown);
    return () => element?.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <aside ref={panel} className={classes.beside} aria-label={content.title} tabIndex={-1}>
      <Frame content={content} />
    </aside>
  );
}

function Frame({ content }: { content: SidePanelContent }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes.header}>
        <h2 className={classes.title} title={content.title}>
          {content.title}
        </h2>
        {content.actions}
        <Tooltip label={t("close")}>
          <ActionIcon size="lg" aria-label={t("close")} onClick={closeSidePanel}>
            <IconX {...icon} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={classes.body}>{content.body}</div>
    </>
  );
}
