import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowsMaximize, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";

import classes from "./Preview.module.css";
import type { Zoom } from "./zoom";

export function ZoomBar({ zoom, children }: { zoom: Zoom; children?: ReactNode }): ReactNode {
  const { t } = useTranslation("files");
  const buttons = [
    { label: t("preview.zoomOut"), Icon: IconZoomOut, act: zoom.out },
    { label: t("preview.fit"), Icon: IconArrowsMaximize, act: zoom.fit },
    { label: t("preview.zoomIn"), Icon: IconZoomIn, act: zoom.in },
  ];
  return (
    <div className={classes.bar}>
      {buttons.map(({ label, Icon, act }) => (
        <Tooltip key={label} label={label}>
          <ActionIcon aria-label={label} onClick={act}>
            <Icon {...icon} />
          </ActionIcon>
        </Tooltip>
      ))}
      <output className={classes.factor}>
        {t("preview.zoomed", { percent: Math.round(zoom.factor * 100) })}
      </output>
      {children}
    </div>
  );
}
