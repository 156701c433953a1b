import { lazy, Suspense, useEffect, type ReactNode } from "react";

import { shortcutOf } from "./shortcuts";
import { useCommands } from "./state";
import { usePerform } from "./use-perform";

const Palette = lazy(async () => ({ default: (await import("./Palette")).Palette }));
const ShortcutSheet = lazy(async () => ({ default: (await import("./ShortcutSheet")).ShortcutSheet }));

interface Props {
  onToggleNavigation: () => void;
}

/** Listens for shortcuts wherever one is; palette and sheet are loaded when they are first wanted. */
export function CommandHost({ onToggleNavigation }: Props): ReactNode {
  const { open, show } = useCommands();
  const perform = usePerform({ toggle: onToggleNavigation });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const id = shortcutOf(event);
      if (id === null) return;
      // A dialog asks its one question first; the palette's own key closes it again.
      const closes = open === "palette" && id === "palette";
      if (!closes && document.querySelector("[aria-modal=true]") !== null) return;
      event.preventDefault();
      if (closes) show(null);
      else perform(id);
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [open, show, perform]);
  if (open === null) return null;
  const close = (): void => show(null);
  return (
    <Suspense>
      {open === "palette" ? (
        <Palette onClose={close} onPerform={perform} />
      ) : (
        <ShortcutSheet onClose={close} />
      )}
    </Suspense>
  );
}
