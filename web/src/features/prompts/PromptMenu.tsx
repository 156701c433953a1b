import { Paper, Portal, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useId, useState, type CSSProperties, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { promptMenuQuery, type Prompt } from "./api";
import classes from "./PromptMenu.module.css";
import { fill, plain } from "./variables";
import { VariablesDialog } from "./VariablesDialog";

interface Props {
  /** What stands behind the slash. */
  query: string;
  /** The field in which it is typed: the menu stands above it and listens to its keys. */
  anchor: HTMLTextAreaElement;
  /** With the prompt's text, its variables filled in. */
  onPick: (text: string) => void;
  /** Escape, or a click elsewhere: the text stays as it was typed. */
  onClose: () => void;
}

/** The prompts that fit what is typed behind a slash: arrow keys choose, Enter or Tab takes, Escape leaves. */
export function PromptMenu({ query, anchor, onPick, onClose }: Props): ReactNode {
  const { t } = useTranslation("prompts");
  const id = useId();
  const { data: prompts = [], isPending } = useQuery(promptMenuQuery(query.trim()));
  const [active, setActive] = useState(0);
  const [filling, setFilling] = useState<Prompt | null>(null);
  const at = Math.min(active, Math.max(prompts.length - 1, 0));
  const current = prompts[at];

  const take = (prompt: Prompt): void => {
    if (prompt.variables.length === 0) onPick(prompt.content);
    else setFilling(prompt);
  };
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (filling !== null || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") onClose();
    else if (step !== undefined && prompts.length > 0)
      setActive((at + step + prompts.length) % prompts.length);
    else if ((event.key === "Enter" || event.key === "Tab") && current && !event.shiftKey) take(current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  useEffect(() => {
    // Before the field's own keys: Enter takes a prompt and sends nothing.
    const listen = (event: KeyboardEvent): void => onKeyDown(event);
    anchor.addEventListener("keydown", listen, { capture: true });
    return () => anchor.removeEventListener("keydown", listen, { capture: true });
  }, [anchor]);
  const option = current ? `${id}-${current.id}` : null;
  useEffect(() => {
    anchor.setAttribute("aria-controls", id);
    if (option !== null) anchor.setAttribute("aria-activedescendant", option);
    return () => {
      anchor.removeAttribute("aria-controls");
      anchor.removeAttribute("aria-activedescendant");
    };
  }, [anchor, id, option]);

  if (filling !== null)
    return (
      <VariablesDialog
        title={filling.title}
        variables={filling.variables.map(plain)}
        done={t("menu.insert")}
        onDone={(values) => onPick(fill(filling.content, values))}
        onClose={onClose}
      />
    );
  const box = anchor.closest("form")?.getBoundingClientRect() ?? anchor.getBoundingClientRect();
  const place = { left: box.left, width: box.width, bottom: innerHeight - box.top } as CSSProperties;
  return (
    <Portal>
      <Paper shadow="md" withBorder className={classes.menu} style={place}>
        <div id={id} role="listbox" aria-label={t("menu.label")} className={classes.list}>
          {prompts.map((prompt, index) => (
            // The field keeps the focus and hears the keys; the mouse is only another way.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- see above
            <div
              key={prompt.id}
              id={`${id}-${prompt.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className={classes.option}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(prompt)}
            >
              <span className={classes.title}>{prompt.title}</span>
              {prompt.command !== null && (
                <Text span size="xs" c="dimmed" translate="no">
                  /{prompt.command}
                </Text>
              )}
            </div>
          ))}
        </div>
        {!isPending && prompts.length === 0 && (
          <Text size="sm" c="dimmed" p="xs" role="status">
            {t(query === "" ? "menu.empty" : "menu.nothing")}
          </Text>
        )}
      </Paper>
    </Portal>
  );
}
