import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import {
  IconDownload,
  IconKeyboard,
  IconLogout,
  IconSelector,
  IconSettings,
  IconShieldCog,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useCommands } from "@/app/palette/state";
import { install, useInstallOffer } from "@/app/pwa/install";
import { ADMIN_SECTIONS } from "@/app/sections/admin-sections";
import { signOut } from "@/features/accounts/sign-out";
import { can, usePerson } from "@/shared/session";
import { icon, smallIcon } from "@/shared/ui/icon";
import { tellFailure } from "@/shared/ui/tell";

import classes from "./AccountMenu.module.css";

export function AccountMenu(): ReactNode {
  const { t } = useTranslation();
  const person = usePerson();
  const show = useCommands((state) => state.show);
  const { t: words } = useTranslation("offline");
  const offer = useInstallOffer((state) => state.offer);
  const administrates = ADMIN_SECTIONS.some(({ permission }) => can(person, permission));
  const leave = async (): Promise<void> => {
    if (!(await signOut())) tellFailure(t("account.signOutFailed"));
  };
  return (
    <Menu position="top-start" width="target">
      <Menu.Target>
        <UnstyledButton className={classes.target}>
          <Avatar name={person.name} color="accent" size="sm" alt="" aria-hidden />
          <span className={classes.who}>
            <Text span truncate size="sm" fw={500}>
              {person.name}
            </Text>
            <Text span truncate size="xs" c="dimmed">
              {person.organization.name}
            </Text>
          </span>
          <VisuallyHidden>{t("account.menu")}</VisuallyHidden>
          <IconSelector {...smallIcon} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/settings/profile" leftSection={<IconSettings {...icon} />}>
          {t("account.settings")}
        </Menu.Item>
        {administrates && (
          <Menu.Item component={Link} to="/admin" leftSection={<IconShieldCog {...icon} />}>
            {t("account.administration")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconKeyboard {...icon} />} onClick={() => show("shortcuts")}>
          {t("account.shortcuts")}
        </Menu.Item>
        {offer && (
          <Menu.Item leftSection={<IconDownload {...icon} />} onClick={() => void install(offer)}>
            {words("install")}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout {...icon} />} onClick={() => void leave()}>
          {t("account.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
