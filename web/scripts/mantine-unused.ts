/**
 * Parts of Mantine's components that hang on them as properties (`Menu.Sub`), so that no bundler can tell that nobody here
 * uses them. The build leaves them out, and fails when somebody begins to use one: then it goes from this list.
 */
import type { Plugin } from "vite";

/** By how they are written here: the module, which exports one thing of its own name. */
const UNUSED: Readonly<Record<string, string>> = {
  "ActionIcon.Group": "ActionIcon/ActionIconGroup/ActionIconGroup",
  "ActionIcon.GroupSection": "ActionIcon/ActionIconGroupSection/ActionIconGroupSection",
  "Button.Group": "Button/ButtonGroup/ButtonGroup",
  "Button.GroupSection": "Button/ButtonGroupSection/ButtonGroupSection",
  "Menu.ContextMenu": "Menu/MenuContextMenu/MenuContextMenu",
  "Menu.Search": "Menu/MenuSearch/MenuSearch",
  "Menu.Sub": "Menu/MenuSub/MenuSub",
  "Popover.ContextMenu": "Popover/PopoverContextMenu/PopoverContextMenu",
  "Tooltip.Floating": "Tooltip/TooltipFloating/TooltipFloating",
};

export function mantineUnused(): Plugin {
  return {
    name: "mantine-unused",
    apply: "build",
    enforce: "pre",
    transform: (code, id) => {
      if (/\/web\/src\/.*\.tsx$/.test(id)) {
        const used = Object.keys(UNUSED).find((name) =>
          new RegExp(`\\b${name.replace(".", "\\.")}\\b`).test(code),
        );
        if (used !== undefined)
          throw new Error(`${id} uses ${used}, which scripts/mantine-unused.ts leaves out of the build.`);
        return undefined;
      }
      const module = /@mantine\/core\/esm\/components\/(.*)\.mjs$/.exec(id)?.[1];
      if (module === undefined || !Object.values(UNUSED).includes(module)) return undefined;
      return { code: `export const ${module.split("/").at(-1)} = undefined;`, map: null };
    },
  };
}
