import { Menu } from "@mantine/core";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { renderAlone } from "../../../test/render";
import { MenuButton } from "./MenuButton";

it("says that it has a menu, whether it is open, and what it is called", async () => {
  renderAlone(
    <Menu transitionProps={{ duration: 0 }}>
      <MenuButton label="Actions for Anna">…</MenuButton>
      <Menu.Dropdown>
        <Menu.Item>Rename</Menu.Item>
      </Menu.Dropdown>
    </Menu>,
  );
  const button = screen.getByRole("button", { name: "Actions for Anna" });
  expect(button).toHaveAttribute("aria-haspopup", "menu");
  expect(button).toHaveAttribute("aria-expanded", "false");
  await userEvent.hover(button);
  const tooltip = await screen.findByRole("tooltip");
  expect(tooltip).toHaveTextContent("Actions for Anna");
  expect(tooltip).not.toHaveAttribute("aria-haspopup");
  await userEvent.click(button);
  expect(button).toHaveAttribute("aria-expanded", "true");
  const menu = await screen.findByRole("menu", { name: "Actions for Anna" });
  expect(button).toHaveAttribute("aria-controls", menu.id);
  await userEvent.keyboard("{Escape}");
  expect(button).toHaveAttribute("aria-expanded", "false");
  expect(button).toHaveFocus();
});

it("opens with the focus on its first item, and holds nothing but items", async () => {
  renderAlone(
    <Menu transitionProps={{ duration: 0 }}>
      <MenuButton label="Actions for Anna">…</MenuButton>
      <Menu.Dropdown>
        <Menu.Item>Rename</Menu.Item>
        <Menu.Item>Delete</Menu.Item>
      </Menu.Dropdown>
    </Menu>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Actions for Anna" }));
  const menu = await screen.findByRole("menu");
  await waitFor(() => expect(screen.getByRole("menuitem", { name: "Rename" })).toHaveFocus());
  expect([...menu.children].map((child) => child.getAttribute("role"))).toEqual(["menuitem", "menuitem"]);
});
