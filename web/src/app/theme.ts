/**
 * The tokens of the interface, once. Everything else refers to them: Mantine through `mantine-theme.ts`, style sheets
 * through the custom properties made there, media queries through `scripts/breakpoint-queries.ts`.
 *
 * Lengths are CSS pixels. `theme.test.ts` holds the colours to WCAG 2.2 AA on both themes.
 */

type Shades = readonly [string, string, string, string, string, string, string, string, string, string];

/** The one accent: a deep teal. Shade 7 carries white text on light, 6 on dark; 4 is its text on dark. */
export const accent: Shades = [
  "#e8f5f3",
  "#d0ebe7",
  "#a4d8d1",
  "#73c3ba",
  "#4db5ab",
  "#26938a",
  "#137a72",
  "#0b655f",
  "#08514c",
  "#053b38",
];

/** Greys with a breath of the accent; 0 is the lightest. */
export const grey: Shades = [
  "#f6f8f8",
  "#eef2f1",
  "#e2e8e6",
  "#d1d9d7",
  "#b2bdba",
  "#84918e",
  "#5f6b68",
  "#465250",
  "#2c3533",
  "#171d1c",
];

/** The same greys for dark: 0 is text, 7 the page, 9 the deepest. */
export const dark: Shades = [
  "#dee6e4",
  "#bcc7c4",
  "#98a5a2",
  "#6f7d7a",
  "#414c4a",
  "#313b39",
  "#242c2b",
  "#161c1b",
  "#101514",
  "#0b0f0e",
];

/** Danger only. */
export const red: Shades = [
  "#fdeeed",
  "#fad9d6",
  "#f4b1ab",
  "#ee877e",
  "#e86a5f",
  "#d6483c",
  "#c2362b",
  "#a62a20",
  "#86211a",
  "#641812",
];

/** Warnings only. */
export const amber: Shades = [
  "#fdf5e4",
  "#fae8c4",
  "#f4d188",
  "#edb94d",
  "#e3a42b",
  "#c78712",
  "#a56c08",
  "#875605",
  "#6b4405",
  "#4d3104",
];

/** What folders and tags can be told apart by: seen beside their names on both themes, never as text. */
export const labels = {
  grey: "#7a8784",
  red: "#d6483c",
  orange: "#c9650f",
  amber: "#a97a00",
  green: "#3d8b40",
  teal: "#26938a",
  blue: "#3b7dd8",
  violet: "#8a63d2",
  pink: "#c74a8f",
} as const;

/** The page itself, for the browser's frame around it. */
export const surfaces = { light: "#ffffff", dark: dark[7] } as const;

export const primaryShade = { light: 7, dark: 6 } as const;

/** A 4 px grid. */
export const spacing = { "2xs": 4, xs: 8, sm: 12, md: 16, lg: 24, xl: 32, "2xl": 48, "3xl": 64 } as const;

export const radius = { sm: 6, md: 10, full: 9999 } as const;

/** Size and line height: `list` for lists and forms, `text` for the conversation, the rest for headings and asides. */
export const type = {
  small: { size: 12, line: 16 },
  list: { size: 13, line: 20 },
  text: { size: 15, line: 24 },
  section: { size: 17, line: 24 },
  title: { size: 22, line: 32 },
  display: { size: 28, line: 36 },
} as const;

export const fonts = {
  text: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  code: "'JetBrains Mono Variable', ui-monospace, 'SFMono-Regular', Consolas, monospace",
} as const;

export const weight = { regular: 400, medium: 500, bold: 600 } as const;

export const sizes = {
  sidebar: 280,
  sidebarDrawer: 320,
  sidebarMinimum: 220,
  sidebarMaximum: 420,
  sectionColumn: 200,
  textColumn: 760,
  pageColumn: 900,
  wideColumn: 1080,
  formColumn: 400,
  header: 52,
  row: 40,
  control: 36,
  touchTarget: 44,
  icon: 18,
  iconSmall: 16,
  logo: 24,
  chip: 260,
  thumbnail: 200,
  sidePanel: 520,
  pane: 320,
  iconStroke: 1.5,
} as const;

/** `phone`: one hand, 44 px targets. `narrow`: the navigation becomes a drawer. */
export const breakpoints = { phone: 599, narrow: 899 } as const;

/** Milliseconds; all of it is off under `prefers-reduced-motion`. */
export const motion = { fast: 120, normal: 180, easing: "cubic-bezier(0, 0, 0.2, 1)" } as const;

export const layers = { skipLink: 400 } as const;
