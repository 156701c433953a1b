import { ActionIcon, Checkbox, Group, Radio, Stack, Text, Tooltip } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DirectorySearch } from "@/features/groups";
import { ROLES } from "@/features/people/roles";
import { smallIcon } from "@/shared/ui/icon";

import { Part } from "./Part";
import classes from "./Part.module.css";
import type { Values } from "./values";

/** Who may use a model: everybody, or the roles, groups and people that are named. */
export function AccessField({ form }: { form: UseFormReturnType<Values> }): ReactNode {
  const { t } = useTranslation(["models", "accounts"]);
  const { items, restricted } = form.values;
  const roles = items.filter(({ kind }) => kind === "role").map(({ subject }) => subject);
  const others = items.filter(({ kind }) => kind !== "role");
  const nameOf = (name: string | null): string => name ?? t("access.gone");
  return (
    <Part title={t("access.title")} detail={t("access.detail")}>
      <Radio.Group aria-label={t("access.title")} {...form.getInputProps("restricted")}>
        <Stack gap="xs">
          <Radio value="everybody" label={t("access.everybody")} />
          <Radio value="some" label={t("access.some")} />
        </Stack>
      </Radio.Group>
      {restricted === "some" && (
        <>
          <Checkbox.Group
            label={t("access.roles")}
            value={roles}
            onChange={(next: string[]) =>
              form.setFieldValue("items", [
                ...next.map((subject) => ({ kind: "role" as const, subject, name: null })),
                ...others,
              ])
            }
          >
            <Group gap="md" pt="2xs">
              {ROLES.map((role) => (
                <Checkbox key={role} value={role} label={t(`accounts:profile.roles.${role}`)} />
              ))}
            </Group>
          </Checkbox.Group>
          {others.length > 0 && (
            <ul className={classes.chosen} aria-label={t("access.named")}>
              {others.map((entry) => (
                <li key={entry.subject}>
                  <span className={classes.name} translate="no">
                    {nameOf(entry.name)}
                  </span>
                  <Tooltip label={t("access.remove", { name: nameOf(entry.name) })}>
                    <ActionIcon
                      aria-label={t("access.remove", { name: nameOf(entry.name) })}
                      onClick={() =>
                        form.setFieldValue(
                          "items",
                          items.filter((each) => each !== entry),
                        )
                      }
                    >
                      <IconX {...smallIcon} />
                    </ActionIcon>
                  </Tooltip>
                </li>
              ))}
            </ul>
          )}
          <DirectorySearch
            label={t("access.add")}
            error={form.errors.items}
            exclude={new Set(others.map(({ subject }) => subject))}
            onPick={({ kind, id, name }) =>
              form.setFieldValue("items", [...items, { kind, subject: id, name }])
            }
          />
          {items.length === 0 && <Text c="var(--cs-warning)">{t("access.nobody")}</Text>}
        </>
      )}
    </Part>
  );
}
