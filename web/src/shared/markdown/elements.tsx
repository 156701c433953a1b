/** How Markdown's elements look and behave here. Everything not named is as the browser has it. */
import { createContext, useContext, type ComponentProps, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Components, ExtraProps } from "react-markdown";

import classes from "./Markdown.module.css";
import { CodeBlock } from "./CodeBlock";
import { Reference } from "./references";
import { placeOf, safeImage, safeLink } from "./urls";

function Link({ href, id, children }: ComponentProps<"a"> & ExtraProps): ReactNode {
  // Footnotes lead to places in the same text.
  if (href?.startsWith("#") === true) {
    return (
      <a href={href} id={id}>
        {children}
      </a>
    );
  }
  const address = safeLink(href);
  if (address === null) return <span>{children}</span>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow" title={placeOf(address)}>
      {children}
    </a>
  );
}

function Image({ src, alt }: ComponentProps<"img"> & ExtraProps): ReactNode {
  const { t } = useTranslation("chat");
  const address = typeof src === "string" ? src : undefined;
  const name = alt === undefined || alt === "" ? t("markdown.image") : alt;
  const own = safeImage(address);
  if (own !== null)
    return <img src={own} alt={name} loading="lazy" decoding="async" className={classes.image} />;
  const elsewhere = safeLink(address);
  if (elsewhere === null) return <span>{name}</span>;
  return (
    <a href={elsewhere} target="_blank" rel="noopener noreferrer nofollow">
      {t("markdown.imageElsewhere", { name, place: placeOf(elsewhere) })}
    </a>
  );
}

function Table({ children }: ComponentProps<"table"> & ExtraProps): ReactNode {
  const { t } = useTranslation("chat");
  return (
    // Scrolls sideways, so it must be reachable without a mouse.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.table} role="region" aria-label={t("markdown.table")} tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}

function Task({ checked }: ComponentProps<"input"> & ExtraProps): ReactNode {
  const { t } = useTranslation("chat");
  return (
    <input type="checkbox" disabled checked={checked === true} readOnly aria-label={t("markdown.task")} />
  );
}

/** The text of a node's children that are text. */
function plain(children: ReactNode): string {
  return typeof children === "string"
    ? children
    : Array.isArray(children)
      ? children.map(plain).join("")
      : "";
}

function pre(closed: boolean): NonNullable<Components["pre"]> {
  return function Pre({ children }) {
    const code = (children as { props?: { className?: string; children?: ReactNode } } | undefined)?.props;
    const language = /language-(\S+)/.exec(code?.className ?? "")?.[1] ?? "";
    return <CodeBlock code={plain(code?.children).replace(/\n$/, "")} language={language} closed={closed} />;
  };
}

/** How deep the first heading of the text is; answers begin with any. */
export const FirstHeading = createContext(1);

/** The page has the first level, the message the second: a text's own headings begin with the third. */
const TOP = 3;

function heading(depth: number): NonNullable<Components["h1"]> {
  return function Heading({ children, id }) {
    const first = useContext(FirstHeading);
    const Level = `h${Math.min(6, Math.max(TOP, TOP + depth - first))}` as "h3";
    // The size says the depth that was written, the level the place in the page.
    return (
      <Level id={id} data-depth={depth}>
        {children}
      </Level>
    );
  };
}

/** Lists run as their words do: marks and numbers stand where lines begin. */
function List({ children, className }: ComponentProps<"ul"> & ExtraProps): ReactNode {
  return (
    <ul dir="auto" className={className}>
      {children}
    </ul>
  );
}

function NumberedList({ children, className, start }: ComponentProps<"ol"> & ExtraProps): ReactNode {
  return (
    <ol dir="auto" className={className} start={start}>
      {children}
    </ol>
  );
}

const shared: Components = {
  ul: List,
  ol: NumberedList,
  a: Link,
  img: Image,
  table: Table,
  input: Task,
  cite: Reference,
  h1: heading(1),
  h2: heading(2),
  h3: heading(3),
  h4: heading(4),
  h5: heading(5),
  h6: heading(6),
};

export const closedElements: Components = { ...shared, pre: pre(true) };
/** For the end of a growing answer: its last code is not complete yet. */
export const openElements: Components = { ...shared, pre: pre(false) };
