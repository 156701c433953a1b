import { Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Outlet, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useMemo, useRef, useState, type CSSProperties, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { breakpoints } from "@/app/theme";
import { HeaderSlots } from "@/shared/ui/PageHeader";

import { ResizeHandle } from "./ResizeHandle";
import classes from "./Shell.module.css";
import { Sidebar } from "./Sidebar";
import { useSidebar } from "./sidebar-state";
import { TopBar } from "./TopBar";
import { useFocusOnNavigation } from "./use-focus-on-navigation";

const ConnectionBadge = lazy(async () => ({ default: (await import("@/features/chat")).ConnectionBadge }));

const NARROW = `(max-width: ${breakpoints.narrow}px)`;

/** Navigation on the left, the page on the right; under 900 px the navigation is a drawer. */
export function Shell(): ReactNode {
  const { t } = useTranslation();
  const narrow = useMediaQuery(NARROW, matchMedia(NARROW).matches, { getInitialValueInEffect: false });
  const { collapsed, width, setCollapsed } = useSidebar();
  // The drawer belongs to the visit it was opened on: going anywhere closes it.
  const visit = useLocation({ select: (location) => location.state.__TSR_key ?? "" });
  const [drawerAt, setDrawerAt] = useState<string | null>(null);
  const [titleSlot, setTitleSlot] = useState<HTMLElement | null>(null);
  const [actionSlot, setActionSlot] = useState<HTMLElement | null>(null);
  const main = useRef<HTMLElement>(null);
  const path = useLocation({ select: (location) => location.pathname });

  useFocusOnNavigation(path, main);
  const slots = useMemo(() => ({ title: titleSlot, actions: actionSlot }), [titleSlot, actionSlot]);

  const beside = !narrow && !collapsed;
  return (
    <HeaderSlots value={slots}>
      <a href="#content" className={classes.skip}>
        {t("skipToContent")}
      </a>
      <div className={classes.frame} style={{ "--sidebar-width": `${width}px` } as CSSProperties}>
        {beside && (
          <div className={classes.side}>
            <Sidebar onCollapse={() => setCollapsed(true)} />
            <ResizeHandle />
          </div>
        )}
        {narrow && (
          <Drawer.Root
            opened={drawerAt === visit}
            onClose={() => setDrawerAt(null)}
            size="min(85vw, var(--cs-sidebar-drawer))"
            padding={0}
            classNames={{ body: classes.drawer ?? "" }}
          >
            <Drawer.Overlay />
            <Drawer.Content aria-label={t("navigation.label")}>
              <Drawer.Body>
                <Sidebar onClose={() => setDrawerAt(null)} />
              </Drawer.Body>
            </Drawer.Content>
          </Drawer.Root>
        )}
        <div className={classes.work}>
          <TopBar
            titleRef={setTitleSlot}
            actionsRef={setActionSlot}
            status={
              <Suspense>
                <ConnectionBadge />
              </Suspense>
            }
            onOpenNavigation={
              narrow ? () => setDrawerAt(visit) : collapsed ? () => setCollapsed(false) : null
            }
          />
          <main id="content" ref={main} tabIndex={-1} className={classes.content}>
            <Outlet />
          </main>
        </div>
      </div>
    </HeaderSlots>
  );
}
