import { ActionIcon, Menu, Tooltip, useMenuContext, type ActionIconProps } from "@mantine/core";
import type { ReactNode, Ref } from "react";

interface Props extends ActionIconProps {
  label: string;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

/**
 * The button that opens the `Menu` around it, its name as a tooltip. The tooltip stands around the target: within it, it
 * would keep to itself what the menu says about its button (that there is one, and whether it is open).
 */
export function MenuButton({ label, ...props }: Props): ReactNode {
  const { opened } = useMenuContext();
  return (
    <Tooltip label={label} disabled={opened}>
      <Menu.Target>
        <ActionIcon aria-label={label} {...props} />
      </Menu.Target>
    </Tooltip>
  );
}
