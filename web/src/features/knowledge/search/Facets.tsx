import { Button, Checkbox, Group, Menu } from "@mantine/core";
import { IconChevronDown, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DateField } from "@/shared/dates/DateField";
import { Dot, type Colour } from "@/shared/ui/ColourChoice";
import { smallIcon } from "@/shared/ui/icon";

import { KINDS } from "../address";
import { NARROWING, type SearchAddress } from "./address";
import type { Facet } from "./api";

interface Props {
  facets: readonly Facet[];
  address: SearchAddress;
  onChange: (changes: SearchAddress) => void;
}

/** Two of them fit beside each other on a phone. */
const DAY_WIDTH = "calc(var(--cs-form-column) * 0.4)";

const NOTHING = Object.fromEntries(NARROWING.map((name) => [name, undefined])) as SearchAddress;

/** Ways to narrow the search down, each with how many documents it leaves. */
export function Facets({ facets, address, onChange }: Props): ReactNode {
  const { t } = useTranslation("findings");
  const narrowed = NARROWING.some((name) => address[name] !== undefined);
  return (
    <Group gap="xs" align="center">
      {facets
        .filter(({ name, values }) => values.length > 0 || address[name] !== undefined)
        .map((facet) => (
          <FacetMenu key={facet.name} facet={facet} address={address} onChange={onChange} />
        ))}
      <DateField
        size="xs"
        label={t("from")}
        hideLabel
        w={DAY_WIDTH}
        value={address.from}
        onChange={(day) => onChange({ from: day || undefined })}
      />
      <DateField
        size="xs"
        label={t("to")}
        hideLabel
        w={DAY_WIDTH}
        value={address.to}
        onChange={(day) => onChange({ to: day || undefined })}
      />
      <Checkbox
        size="xs"
        label={t("outdated")}
        checked={address.outdated === true}
        onChange={({ currentTarget }) => onChange({ outdated: currentTarget.checked ? true : undefined })}
      />
      {narrowed && (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconX {...smallIcon} />}
          onClick={() => onChange(NOTHING)}
        >
          {t("clear")}
        </Button>
      )}
    </Group>
  );
}

function FacetMenu({ facet, address, onChange }: Omit<Props, "facets"> & { facet: Facet }): ReactNode {
  const { t } = useTranslation(["findings", "knowledge"]);
  const { name, values } = facet;
  const chosen = values.find(({ key }) => key === address[name]);
  const labelOf = (key: string, label: string): string => {
    const kind = name === "kind" ? KINDS.find((known) => known === key) : undefined;
    return kind === undefined ? label : t(`knowledge:kinds.${kind}`);
  };
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button
          size="xs"
          variant={address[name] === undefined ? "default" : "light"}
          rightSection={<IconChevronDown {...smallIcon} />}
        >
          {t(`facets.${name}`)}
          {chosen && `: ${labelOf(chosen.key, chosen.label)}`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="50vh" style={{ overflowY: "auto" }}>
        {address[name] !== undefined && (
          <Menu.Item onClick={() => onChange({ [name]: undefined })}>{t("any")}</Menu.Item>
        )}
        {values.map(({ key, label, count, colour }) => (
          <Menu.Item
            key={key}
            {...(name === "tag" && { leftSection: <Dot colour={(colour ?? null) as Colour | null} /> })}
            rightSection={count}
            onClick={() => onChange({ [name]: key })}
          >
            {labelOf(key, label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
