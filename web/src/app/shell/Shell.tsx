import { useMediaQuery } from "@mantine/hooks";
import { Outlet, useLocation } from "@tanstack/react-router";
import {
  lazy,
  Suspense,
  useEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";

import { CommandHost } from "@/app/palette/CommandHost";
import { breakpoints } from "@/app/theme";
import { ConnectionBadge } from "@/features/chat";
import { HeaderSlots } from "@/shared/ui/PageHeader";
import { useSidePanel } from "@/shared/ui/side-panel";

import { keepFocus } from "./keep-focus";
import { ResizeHandle } from "./ResizeHandle";
import classes from "./Shell.module.css";
import { Sidebar } from "./Sidebar";
import { useSidebar } from "./sidebar-state";
import { TopBar } from "./TopBar";
import { useFocusOnNavigation } from "./use-focus-on-navigation";
import { useSettled } from "./use-settled";

// Only narrow screens need it; they have it, after the page, before anybody reaches for it.
const NavigationDrawer = lazy(() => import("./NavigationDrawer"));
const SidePanel = lazy(() => import("./SidePanel"));
// Nobody waits for it.
const AppSupport = lazy(() => import("@/app/pwa/AppSupport"));

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
  const settled = useSettled();
  // From the first moment: what it has not seen it cannot give back.
  useEffect(keepFocus, []);
  const main = useRef<HTMLElement>(null);
  const panel = useSidePanel((state) => state.content);
  const path = useLocation({ select: (location) => location.pathname });

  useFocusOnNavigation(path, main);
  const slots = useMemo(() => ({ title: titleSlot, actions: actionSlot }), [titleSlot, actionSlot]);

  const beside = !narrow && !collapsed;
  return (
    <HeaderSlots value={slots}>
      <CommandHost
        onToggleNavigation={() =>
          narrow ? setDrawerAt(drawerAt === visit ? null : visit) : setCollapsed(!collapsed)
        }
      />
      <a href="#content" className={classes.skip}>
        {t("skipToContent")}
      </a>
      <div className={classes.frame} style={{ "--sidebar-width": `${width}px` } as CSSProperties}>
        {beside && (
          <div className={classes.side}>
            <Sidebar onCollapse={() => setCollapsed(true)}>
              <ResizeHandle />
            </Sidebar>
          </div>
        )}
        {narrow && (settled || drawerAt === visit) && (
          <Suspense>
            <NavigationDrawer opened={drawerAt === visit} onClose={() => setDrawerAt(null)}>
              <Sidebar onClose={() => setDrawerAt(null)} />
            </NavigationDrawer>
          </Suspense>
        )}
        <div className={classes.work}>
          <TopBar
            titleRef={setTitleSlot}
            actionsRef={setActionSlot}
            status={<ConnectionBadge />}
            onOpenNavigation={
              narrow ? () => setDrawerAt(visit) : collapsed ? () => setCollapsed(false) : null
            }
          />
          {settled && (
            <Suspense>
              <AppSupport
                drawer={
                  narrow
                    ? { open: drawerAt === visit, setOpen: (open) => setDrawerAt(open ? visit : null) }
                    : null
                }
              />
            </Suspense>
          )}
          <main id="content" ref={main} tabIndex={-1} className={classes.content}>
            <Outlet />
          </main>
        </div>
        {panel && (
          <Suspense>
            <SidePanel content={panel} narrow={narrow} />
          </Suspense>
        )}
      </div>
    </HeaderSlots>
  );
}
