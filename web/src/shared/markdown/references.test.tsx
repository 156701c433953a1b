import { MantineProvider } from "@mantine/core";
import { act, render, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { Markdown, preloadMarkdown } from "./Markdown";
import { TextReferences, type References } from "./references";

preloadMarkdown();

const sources: References = {
  known: new Set([1, 2]),
  show: (number) => <button type="button">Source {number}</button>,
};

async function show(text: string, references: References | null = sources): Promise<Element> {
  const { container } = await act(() =>
    render(
      <MantineProvider>
        <TextReferences value={references}>
          <Markdown text={text} />
        </TextReferences>
      </MantineProvider>,
    ),
  );
  return waitFor(() => {
    const shown = container.querySelector(".text");
    if (shown === null) throw new Error("no text is shown yet");
    return shown;
  });
}

describe("numbers of sources", () => {
  it("become what the surroundings show", async () => {
    await show("Thirty days [1], in **writing [2]**.\n\n- also in lists [1][2]");
    expect(screen.getAllByRole("button", { name: "Source 1" })).toHaveLength(2);
    expect(screen.getAllByRole("button", { name: "Source 2" })).toHaveLength(2);
  });

  it("may stand together", async () => {
    const container = await show("Both say so [1, 2].");
    expect(container.textContent).toBe("Both say so Source 1Source 2.");
  });

  it("that lead nowhere stay text", async () => {
    const container = await show("See [7] and [1] and [1, 7].");
    expect(container.textContent).toBe("See [7] and Source 1 and [1, 7].");
  });

  it("stay what they are in code and in links", async () => {
    const container = await show("`a[1]` and [a [1] link](https://example.com)\n\n```\nb[2]\n```");
    expect(screen.queryByRole("button", { name: /Source/ })).toBeNull();
    expect(container.textContent).toContain("a[1]");
    expect(container.textContent).toContain("b[2]");
  });

  it("are text where there are no sources", async () => {
    const container = await show("See [1].", null);
    expect(container.textContent).toBe("See [1].");
  });
});
