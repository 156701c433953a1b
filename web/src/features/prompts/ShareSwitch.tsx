import { Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { can, usePerson } from "@/shared/session";

import type { Visibility } from "./api";

interface Props {
  value: Visibility;
  onChange: (visibility: Visibility) => void;
}

/** Whether everybody in the organisation sees it. Who may not share does not see the switch. */
export function ShareSwitch({ value, onChange }: Props): ReactNode {
  const { t } = useTranslation("prompts");
  const person = usePerson();
  if (!can(person, "prompts.share") && value === "private") return null;
  return (
    <Switch
      label={t("share", { organization: person.organization.name })}
      checked={value === "organization"}
      onChange={(event) => onChange(event.currentTarget.checked ? "organization" : "private")}
    />
  );
}
