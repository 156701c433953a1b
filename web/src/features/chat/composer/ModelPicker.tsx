import { Button, Menu, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Model } from "@/api/types";
import { can, usePerson } from "@/shared/session";
import { smallIcon } from "@/shared/ui/icon";

import { modelsQuery } from "../api";
import classes from "./ModelPicker.module.css";

interface Props {
  /** Null: the organisation's default. */
  value: string | null;
  onChange: (modelId: string) => void;
  /** Those that are to answer side by side; empty: the one above answers. */
  several: readonly string[];
  onSeveral: (modelIds: readonly string[]) => void;
}

/** So many answer one question at most. */
const MOST = 4;

/** Who is to answer. */
export function ModelPicker({ value, onChange, several, onSeveral }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const { t: words } = useTranslation("messages");
  const person = usePerson();
  const { data: models = [], isSuccess } = useQuery(modelsQuery());
  const current = currentModel(models, value);
  if (!isSuccess) return null;
  const comparing = several.length > 0;
  const name =
    several.length > 1
      ? words("compare.models", { count: several.length })
      : (current?.display_name ?? t("model.none"));
  const connect = can(person, "connections.manage");
  return (
    <Menu position="top-start" width="max-content">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          className={classes.target}
          rightSection={<IconChevronDown {...smallIcon} />}
          aria-label={t("model.choose", { model: name })}
        >
          <span className={classes.name}>{name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {models.filter((model) => model.available).length > 1 && (
          <>
            <Menu.CheckboxItem
              checked={comparing}
              onChange={(on) => onSeveral(on && current ? [current.id] : [])}
            >
              {words("compare.ask")}
              <Text size="xs" c="dimmed">
                {words(comparing ? "compare.pick" : "compare.detail")}
              </Text>
            </Menu.CheckboxItem>
            <Menu.Divider />
          </>
        )}
        {comparing ? (
          <Menu.CheckboxGroup value={[...several]} onChange={onSeveral}>
            {models.map((model) => (
              <Menu.CheckboxItem
                key={model.id}
                value={model.id}
                disabled={!model.available || (several.length >= MOST && !several.includes(model.id))}
              >
                {model.display_name}
              </Menu.CheckboxItem>
            ))}
          </Menu.CheckboxGroup>
        ) : (
          <Menu.RadioGroup value={current?.id ?? null} onChange={onChange}>
            {models.map((model) => (
              <Menu.RadioItem key={model.id} value={model.id} disabled={!model.available} closeMenuOnClick>
                {model.display_name}
                <Text size="xs" c="dimmed">
                  {describe(model, t("model.builtin"), t("model.gone"))}
                </Text>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        )}
        {connect && (
          <>
            {models.length > 0 && <Menu.Divider />}
            <Menu.Item component={Link} to="/admin/models">
              {t("model.connect")}
            </Menu.Item>
          </>
        )}
        {!connect && models.length === 0 && <Menu.Label>{t("model.askAdministrator")}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}

function describe(model: Model, builtin: string, gone: string): string {
  if (!model.available) return gone;
  return model.provider === "builtin" ? builtin : model.connection.name;
}

/** The chosen model, else the default, else the first that can answer. */
export function currentModel(models: readonly Model[], value: string | null): Model | undefined {
  return (
    models.find((model) => model.id === value) ??
    models.find((model) => model.is_default && model.available) ??
    models.find((model) => model.available)
  );
}
