import { Paper, Portal } from "@mantine/core";
import {
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
  type CSSProperties,
  type ReactNode,
} from "react";

import classes from "./FieldMenu.module.css";

interface Props<Item> {
  /** What the menu is, for who cannot see it. */
  label: string;
  /** The field in which one types: it keeps the focus, the menu stands above its form and listens to its keys. */
  anchor: HTMLTextAreaElement;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  show: (item: Item) => ReactNode;
  isOff?: (item: Item) => boolean;
  onTake: (item: Item) => void;
  /** Escape, or the field is left: the text stays as it was typed. */
  onClose: () => void;
  /** Below the options, or instead of them. */
  children?: ReactNode;
}

/** What fits the words being typed: arrow keys choose, Enter or Tab takes, Escape leaves. */
export function FieldMenu<Item>(props: Props<Item>): ReactNode {
  const { label, anchor, items, keyOf, show, isOff, onTake, onClose, children } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const at = Math.min(active, Math.max(items.length - 1, 0));
  const current = items[at];
  const off = (item: Item): boolean => isOff?.(item) === true;
  const take = (item: Item): void => {
    if (!off(item)) onTake(item);
  };
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") onClose();
    else if (step !== undefined && items.length > 0) setActive((at + step + items.length) % items.length);
    else if ((event.key === "Enter" || event.key === "Tab") && current && !event.shiftKey) take(current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const onBlur = useEffectEvent(onClose);
  useEffect(() => {
    // Before the field's own keys: Enter takes an option and sends nothing.
    const listen = (event: KeyboardEvent): void => onKeyDown(event);
    const leave = (): void => {
      // Who looks at another window comes back to where they were.
      if (document.activeElement !== anchor) onBlur();
    };
    anchor.addEventListener("keydown", listen, { capture: true });
    anchor.addEventListener("blur", leave);
    return () => {
      anchor.removeEventListener("keydown", listen, { capture: true });
      anchor.removeEventListener("blur", leave);
    };
  }, [anchor]);
  const option = current === undefined ? null : `${id}-${keyOf(current)}`;
  useEffect(() => {
    anchor.setAttribute("aria-controls", id);
    if (option !== null) anchor.setAttribute("aria-activedescendant", option);
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
    return () => {
      anchor.removeAttribute("aria-controls");
      anchor.removeAttribute("aria-activedescendant");
    };
  }, [anchor, id, option]);

  const box = anchor.closest("form")?.getBoundingClientRect() ?? anchor.getBoundingClientRect();
  const place = { left: box.left, width: box.width, bottom: innerHeight - box.top } as CSSProperties;
  return (
    <Portal>
      {/* The field keeps the focus, whatever is pressed here. */}
      <Paper
        component="section"
        aria-label={label}
        shadow="md"
        withBorder
        className={classes.menu}
        style={place}
        onMouseDown={(event) => event.preventDefault()}
      >
        <div ref={list} id={id} role="listbox" aria-label={label} className={classes.list}>
          {items.map((item, index) => (
            // The field hears the keys; the mouse is only another way.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- see above
            <div
              key={keyOf(item)}
              id={`${id}-${keyOf(item)}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              aria-disabled={off(item) || undefined}
              className={classes.option}
              onClick={() => take(item)}
            >
              {show(item)}
            </div>
          ))}
        </div>
        {children}
      </Paper>
    </Portal>
  );
}
