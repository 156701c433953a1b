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
}

/** Who is to answer. */
export function ModelPicker({ value, onChange }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const person = usePerson();
  const { data: models = [], isSuccess } = useQuery(modelsQuery());
  const current = currentModel(models, value);
  if (!isSuccess) return null;
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
          aria-label={t("model.choose", { model: current?.display_name ?? t("model.none") })}
        >
          <span className={classes.name}>{current?.display_name ?? t("model.none")}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
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
