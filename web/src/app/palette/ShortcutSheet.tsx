import { Modal, Switch } from "@mantine/core";
import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Keys } from "./Keys";
import classes from "./Palette.module.css";
import { SHORTCUTS, singleKeys, type ShortcutId } from "./shortcuts";

const EVERYWHERE = Object.keys(SHORTCUTS) as ShortcutId[];

/** What single parts of the page do with keys, told here so that there is one place to look. */
const INSIDE = {
  composer: { send: "enter", break: "shift+enter", editLast: "up", prompts: "/", knowledge: "#" },
  lists: { next: "down", previous: "up", rename: "f2" },
  panes: { nextPane: "f6" },
} as const;

/** All shortcuts, and the switch for those of a single key. */
export function ShortcutSheet({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation("palette");
  const [single, setSingle] = useState(singleKeys.on);
  const rows = (texts: readonly (readonly [string, string])[]): ReactNode => (
    <dl className={classes.shortcuts}>
      {texts.map(([text, keys]) => (
        <div key={text} className={classes.shortcut}>
          <dt>{text}</dt>
          <dd>
            <Keys keys={keys} />
          </dd>
        </div>
      ))}
    </dl>
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("sheet.title")}
      size="lg"
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <div className={classes.sheet}>
        <Part title={t("sheet.everywhere")}>
          {rows(EVERYWHERE.map((id) => [t(`command.${id}`), SHORTCUTS[id]]))}
          <Switch
            mt="sm"
            label={t("sheet.singleKeys")}
            description={t("sheet.singleKeysDetail")}
            checked={single}
            onChange={({ currentTarget }) => {
              singleKeys.set(currentTarget.checked);
              setSingle(currentTarget.checked);
            }}
          />
        </Part>
        <Part title={t("sheet.composer")}>
          {rows([
            [t("sheet.send"), INSIDE.composer.send],
            [t("sheet.break"), INSIDE.composer.break],
            [t("sheet.editLast"), INSIDE.composer.editLast],
            [t("sheet.prompts"), INSIDE.composer.prompts],
            [t("sheet.knowledge"), INSIDE.composer.knowledge],
          ])}
        </Part>
        <Part title={t("sheet.lists")}>
          {rows([
            [t("sheet.next"), INSIDE.lists.next],
            [t("sheet.previous"), INSIDE.lists.previous],
            [t("sheet.rename"), INSIDE.lists.rename],
          ])}
        </Part>
        <Part title={t("sheet.panes")}>{rows([[t("sheet.nextPane"), INSIDE.panes.nextPane]])}</Part>
      </div>
    </Modal>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={classes.part}>
        {title}
      </h3>
      {children}
    </section>
  );
}
