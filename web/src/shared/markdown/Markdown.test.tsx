import { MantineProvider } from "@mantine/core";
import { act, render, screen, waitFor, type RenderResult } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { Markdown, preloadMarkdown } from "./Markdown";

preloadMarkdown();

async function show(text: string, streaming = false): Promise<RenderResult> {
  const view = await act(() =>
    render(
      <MantineProvider>
        <Markdown text={text} streaming={streaming} />
      </MantineProvider>,
    ),
  );
  await waitFor(() => expect(view.container.querySelector("[class='text']")).not.toBeNull());
  return view;
}

function shown({ container }: RenderResult): Element {
  const text = container.querySelector(".text");
  if (!text) throw new Error("no text is shown");
  return text;
}

const hostile: [string, string][] = [
  ["a script", "<script>window.hacked = 1</script>"],
  ["a script that is not closed", "<script>window.hacked = 1"],
  ["an image with a handler", '<img src=x onerror="window.hacked = 1">'],
  ["an svg", "<svg onload='window.hacked = 1'><a xlink:href='javascript:window.hacked=1'>x</a></svg>"],
  ["a frame", "<iframe src='javascript:parent.hacked = 1'></iframe>"],
  ["a form", "<form action='https://evil.example'><input name=password></form>"],
  ["a style", "<style>*{display:none}</style>\n\n<div style='position:fixed;inset:0'>x</div>"],
  ["a script in a comment", "<!-- --><script>window.hacked = 1</script> -->"],
  ["a javascript link", "[click](javascript:window.hacked=1)"],
  ["a javascript link in disguise", "[click](  JaVa&#115;cript&colon;window.hacked=1)"],
  ["a javascript link with a tab", "[click](java\tscript:window.hacked=1) <java&Tab;script:alert(1)>"],
  ["a data link", "[click](data:text/html,<script>window.hacked=1</script>)"],
  ["a vbscript autolink", "<vbscript:msgbox(1)>"],
  ["a file link", "[click](file:///etc/passwd)"],
  ["a reference to javascript", "[click][1]\n\n[1]: javascript:window.hacked=1"],
  ["a javascript image", "![x](javascript:window.hacked=1)"],
  ["html in a table", "| a |\n|---|\n| <img src=x onerror=window.hacked=1> |"],
  ["html in a language", '```"><img src=x onerror=window.hacked=1>\ncode\n```'],
  [
    "html in a formula",
    "$$\\href{javascript:window.hacked=1}{x} \\htmlId{a}{b} \\includegraphics{https://evil.example/x}$$",
  ],
  ["a formula that never ends", `$$${"\\def\\a{\\a\\a}".repeat(20)}\\a$$`],
];

describe("hostile text", () => {
  it.each(hostile)("with %s is harmless", async (_, text) => {
    const container = shown(await show(text));
    await act(() => import("./math"));
    expect(
      container.querySelector("script, iframe, object, embed, form, style, svg a, [onerror], [onload]"),
    ).toBeNull();
    for (const link of container.querySelectorAll("a")) {
      expect(["http:", "https:", "mailto:", "tel:"]).toContain(link.protocol);
    }
    expect(container.querySelector("img")).toBeNull();
    expect((window as { hacked?: number }).hacked).toBeUndefined();
  });

  it.each<[string, string]>([
    ["quotes in quotes", `${">".repeat(20_000)} x`],
    ["lists in lists", Array.from({ length: 400 }, (_, level) => `${"  ".repeat(level)}- x`).join("\n")],
    ["lists on one line", "- ".repeat(20_000)],
    ["brackets", "[".repeat(20_000)],
    ["links in links", `${"[a](".repeat(5_000)}x`],
    ["images in images", "![".repeat(20_000)],
    ["emphasis in emphasis", "*a **b ".repeat(5_000)],
    ["underscores", "_".repeat(40_000)],
    ["backticks", "`a``b```".repeat(5_000)],
    ["a fence that never closes", `\`\`\`js\n${"let x = 1;\n".repeat(20_000)}`],
    ["a table of 5,000 rows", `| a | b |\n|---|---|\n${"| 1 | 2 |\n".repeat(5_000)}`],
    ["a table of 2,000 columns", `${"|a".repeat(2_000)}|\n${"|-".repeat(2_000)}|\n${"|1".repeat(2_000)}|`],
    ["a line of a megabyte", "x".repeat(1_000_000)],
    ["dollars", "$a ".repeat(15_000)],
    ["formula brackets", "\\[ \\( ".repeat(10_000)],
    ["html that never closes", "<div ".repeat(10_000)],
    ["entities", "&amp".repeat(12_000)],
    ["addresses", "www.a.example/".repeat(3_000)],
    ["headings", "a\n=\n".repeat(12_000)],
    ["paragraphs", "a\n\n".repeat(20_000)],
    ["formulas", "$$a$$ ".repeat(6_000)],
    ["quotes on every line", "> a\n>> b\n".repeat(5_000)],
    ["at signs", "a@".repeat(20_000)],
  ])("with %s does not freeze the page", async (_, text) => {
    const begun = performance.now();
    const { container } = await show(text);
    // Far above what the slowest takes, also on a busy machine, and far below what unbounded parsing would: minutes.
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(container.textContent).not.toBe("");
  });
});

describe("text", () => {
  it("shows tables, tasks and headings below the page's own", async () => {
    await show("# Plan\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open");
    expect(screen.getByRole("heading", { level: 3, name: "Plan" })).toBeVisible();
    expect(screen.getAllByRole("columnheader")).toHaveLength(2);
    expect(screen.getAllByRole("checkbox").map((box) => (box as HTMLInputElement).checked)).toEqual([
      true,
      false,
    ]);
  });

  it("that begins with a small heading skips no level", async () => {
    await show("```sh\n# not a heading\n```\n\n### Steps\n\n#### First\n\n# Odd one");
    expect(screen.getAllByRole("heading").map((heading) => [heading.tagName, heading.textContent])).toEqual([
      ["H3", "Steps"],
      ["H4", "First"],
      ["H3", "Odd one"],
    ]);
  });

  it("lets lists run as their words do", async () => {
    const view = await show("- ראשון\n- second\n\nThen\n\n3. third\n4. fourth");
    const lists = [...shown(view).querySelectorAll("ul, ol")];
    expect(lists.map((list) => [list.tagName, list.getAttribute("dir"), list.getAttribute("start")])).toEqual(
      [
        ["UL", "auto", null],
        ["OL", "auto", "3"],
      ],
    );
  });

  it("opens links elsewhere, without telling where from", async () => {
    await show("[docs](https://docs.example/a)");
    const link = screen.getByRole("link", { name: "docs" });
    expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
    expect(link).toHaveAttribute("target", "_blank");
    expect(link).toHaveAttribute("title", "docs.example");
  });

  it("shows images of its own server and of the text itself, others as links", async () => {
    const { container } = await show(
      "![own](/a.png) ![in text](data:image/png;base64,AAAA) ![far](https://far.example/p.gif)",
    );
    expect([...container.querySelectorAll("img")].map((image) => image.alt)).toEqual(["own", "in text"]);
    expect(screen.getByRole("link")).toHaveAttribute("href", "https://far.example/p.gif");
  });

  it("keeps money apart from maths", async () => {
    const { container } = await show("It costs $5 or $10. And $x^2$ is maths.");
    await waitFor(() => expect(container.querySelectorAll(".katex")).toHaveLength(1), { timeout: 5_000 });
    expect(container.textContent).toContain("It costs $5 or $10.");
  });

  it("colours code when it has closed, and copies it as it is", async () => {
    const user = userEvent.setup();
    const write = vi.spyOn(navigator.clipboard, "writeText");
    const code = "const a = '<b>';\n\nreturn a;";
    const { container } = await show(`\`\`\`js\n${code}\n\`\`\``);
    await waitFor(() => expect(container.querySelector(".hljs-keyword")).toHaveTextContent("const"));
    expect(container.querySelector("pre")).toHaveTextContent("const a = '<b>'; return a;");
    await user.click(screen.getByRole("button"));
    expect(write).toHaveBeenCalledWith(code);
  });

  it("in the making closes what is open, and leaves code uncoloured", async () => {
    const { container } = await show("**bold and\n\n```js\nconst a", true);
    expect(container.querySelector("pre")).toHaveTextContent("const a");
    await act(() => import("./highlight"));
    expect(container.querySelector(".hljs-keyword")).toBeNull();
  });
});
