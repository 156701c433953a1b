/**
 * What a visitor sees before the first script has run: the outline of the page in the right theme, from the same tokens as
 * the page itself. `src/app/early.js` says which outline, `src/main.tsx` takes it away when the page is drawn.
 */
import {
  accent,
  breakpoints,
  dark,
  fonts,
  grey,
  sizes,
  spacing,
  surfaces,
  type,
  weight,
} from "../src/app/theme.ts";

const BUBBLE =
  "M9 13.5A6.5 6.5 0 0 1 15.5 7h1a6.5 6.5 0 0 1 0 13H15l-4.2 3.6c-.5.4-1.2.1-1.2-.6v-4.4A6.4 6.4 0 0 1 9 13.5Z";

/** Rows of a list that is on its way, in percent of its width. */
const ROWS = [85, 60, 75, 90, 55, 70];

const px = (value: number): string => `${value}px`;

function colours(scheme: string, values: Record<string, string>): string {
  const properties = Object.entries(values).map(([name, value]) => `--outline-${name}:${value}`);
  return `html[data-mantine-color-scheme=${scheme}]{${properties.join(";")}}`;
}

/** Goes into the head. */
export function firstStyles(): string {
  return [
    colours("light", { page: surfaces.light, side: grey[0], line: grey[2], text: grey[9], sign: accent[7] }),
    colours("dark", { page: dark[7], side: dark[8], line: dark[5], text: dark[0], sign: accent[6] }),
    "html{background:var(--outline-page)}",
    `#outline{position:fixed;inset:0;z-index:1;display:none;background:var(--outline-page);color:var(--outline-text);` +
      `font:${weight.bold} ${px(type.text.size)}/${px(type.text.line)} ${fonts.text}}`,
    "html[data-outline] #outline{display:flex}",
    `#outline b{display:flex;align-items:center;gap:${px(spacing.xs)};font-weight:inherit}`,
    `#outline b circle{fill:var(--outline-sign)}#outline b path{fill:${surfaces.light}}`,
    // The pages before sign-in: the sign in its corner.
    `#outline>b{position:absolute;top:${px(spacing.md + spacing.xs)};inset-inline-start:${px(spacing.md + spacing.xs)}}`,
    "html[data-outline=shell] #outline>b,html[data-outline=entry] #outline>div{display:none}",
    // The shell: navigation and the line below the top bar.
    `#outline-side{box-sizing:border-box;width:var(--outline-width,${px(sizes.sidebar)});background:var(--outline-side);` +
      `border-inline-end:1px solid var(--outline-line);padding-inline:${px(spacing.md)}}`,
    `#outline-side b{min-height:${px(sizes.header)}}`,
    `#outline-side i{display:block;height:${px(type.list.size)};margin-bottom:${px(spacing.lg)};` +
      `border-radius:${px(spacing["2xs"])};background:var(--outline-line)}`,
    `#outline-side b+i{margin-top:${px(spacing.xs + 3 * sizes.control + spacing.xl)}}`,
    `#outline-bar{flex:1;height:${px(sizes.header)};border-bottom:1px solid var(--outline-line)}`,
    "html[data-outline-wide] #outline-side{display:none}",
    // On narrow screens the navigation is a button.
    `#outline-bar svg{display:none;margin:${px((sizes.header - sizes.icon) / 2)} ${px(spacing.md)};stroke:currentColor}`,
    `@media(max-width:${px(breakpoints.narrow)}){#outline-side{display:none}#outline-bar svg{display:block}}`,
    `@media(pointer:coarse){#outline-bar svg{margin-inline:${px(spacing.xs + (sizes.touchTarget - sizes.icon) / 2)}}}`,
  ].join("\n");
}

const sign = (): string =>
  `<b><svg viewBox="0 0 32 32" width="${sizes.logo}" height="${sizes.logo}"><circle cx="16" cy="16" r="15"/>` +
  `<path d="${BUBBLE}"/></svg>ConvoSphere</b>`;

const menu = (): string =>
  `<svg viewBox="0 0 24 24" width="${sizes.icon}" height="${sizes.icon}" stroke-width="${sizes.iconStroke}" ` +
  `stroke-linecap="round"><path d="M4 6h16M4 12h16M4 18h16"/></svg>`;

/** Goes before the page's own element. */
export function firstOutline(): string {
  const rows = ROWS.map((width) => `<i style="width:${width}%"></i>`).join("");
  return (
    `<div id="outline" aria-hidden="true">${sign()}` +
    `<div id="outline-side">${sign()}${rows}</div><div id="outline-bar">${menu()}</div></div>`
  );
}
