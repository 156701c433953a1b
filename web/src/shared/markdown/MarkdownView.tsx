import {
  Component,
  memo,
  useContext,
  useDeferredValue,
  useId,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";
import ReactMarkdown, { type Options } from "react-markdown";
import remarkGfm from "remark-gfm";

import { BlockSplitter } from "./blocks";
import { CodeBlock } from "./CodeBlock";
import { closedElements, FirstHeading, openElements } from "./elements";
import classes from "./Markdown.module.css";
import { asCode, firstHeading, hasMaths, isTangled, mend, prepare } from "./prepare";
import { PlainText } from "./PlainText";
import { findReferences, TextReferences } from "./references";
import { lazyModule, useLazy } from "./use-lazy";

/** Blocks beyond this number are shown together, as they were written. */
const MAX_BLOCKS = 800;

type Plugins = NonNullable<Options["remarkPlugins"]>;

const MARKDOWN: Plugins = [[remarkGfm, { singleTilde: false }]];
const NONE: Plugins = [];

const maths = lazyModule(() => import("./math"));

export interface MarkdownProps {
  text: string;
  /** More text is on its way. */
  streaming?: boolean;
}

/** Markdown of unknown origin, as elements. HTML in it is text. */
export default function MarkdownView({ text, streaming = false }: MarkdownProps): ReactNode {
  const [splitter] = useState(() => new BlockSplitter());
  const shown = useDeferredValue(text);
  const { blocks, open } = useMemo(() => splitter.split(shown, !streaming), [splitter, shown, streaming]);
  const last = blocks.length - 1;
  const first = useMemo(() => firstHeading(blocks), [blocks]);
  return (
    <FirstHeading value={first}>
      <div className={classes.text}>
        {blocks.slice(0, MAX_BLOCKS).map((block, index) => (
          // Blocks never move: one that is finished keeps its place for good.
          <Block key={index} text={block} open={streaming && index === last ? open : null} />
        ))}
        {blocks.length > MAX_BLOCKS && <PlainText text={blocks.slice(MAX_BLOCKS).join("")} />}
      </div>
    </FirstHeading>
  );
}

interface BlockProps {
  text: string;
  /** Null: finished. */
  open: "code" | "math" | "text" | null;
}

const Block = memo(function Block({ text, open }: BlockProps): ReactNode {
  const code = useMemo(() => asCode(text), [text]);
  if (code) return <CodeBlock {...code} closed={open !== "code"} />;
  if (isTangled(text)) return <PlainText text={text} />;
  return (
    <Unbreakable text={text}>
      <Parsed text={text} open={open} />
    </Unbreakable>
  );
});

function Parsed({ text, open }: BlockProps): ReactNode {
  const { t } = useTranslation("chat");
  const id = useId();
  const prepared = useMemo(() => prepare(open === null ? text : mend(text, open)), [text, open]);
  const math = useLazy(maths, hasMaths(prepared));
  const known = useContext(TextReferences)?.known;
  const plugins = useMemo(
    () => [...MARKDOWN, ...(math?.readPlugins ?? []), ...(known ? [findReferences(known)] : [])],
    [math, known],
  );
  return (
    <ReactMarkdown
      remarkPlugins={plugins}
      rehypePlugins={math?.setPlugins ?? NONE}
      remarkRehypeOptions={{ clobberPrefix: `${id}-`, footnoteLabel: t("markdown.footnotes") }}
      components={open === "code" ? openElements : closedElements}
      urlTransform={keep}
    >
      {prepared}
    </ReactMarkdown>
  );
}

/** Addresses are judged where they are used: what a link may be, an image may not. */
function keep(address: string): string {
  return address;
}

interface UnbreakableProps {
  text: string;
  children: ReactNode;
}

/** Should a text break the parser after all, it is shown as it was written. */
class Unbreakable extends Component<UnbreakableProps, { broken: boolean; text: string }> {
  override state = { broken: false, text: this.props.text };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  static getDerivedStateFromProps(
    { text }: UnbreakableProps,
    state: { text: string },
  ): { broken: boolean; text: string } | null {
    return text === state.text ? null : { broken: false, text };
  }

  override render(): ReactNode {
    return this.state.broken ? <PlainText text={this.props.text} /> : this.props.children;
  }
}
