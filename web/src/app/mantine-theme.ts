/** The tokens of `theme.ts` as Mantine's theme, and as the custom properties (`--cs-…`) of our style sheets. */
import { alpha, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

import * as tokens from "./theme";

const rem = (pixels: number): string => `${pixels / 16}rem`;

function mapValues<K extends string, V, R>(
  record: Readonly<Record<K, V>>,
  map: (value: V) => R,
): Record<K, R> {
  return Object.fromEntries(Object.entries<V>(record).map(([key, value]) => [key, map(value)])) as Record<
    K,
    R
  >;
}

const tuple = (shades: readonly string[]): MantineColorsTuple => [...shades] as unknown as MantineColorsTuple;

/** How much of a colour its soft surfaces have on dark. */
const SOFT_ON_DARK = 0.16;

/** Mantine's "light" variant (alerts, badges) is louder than we are. */
function softColours(
  soft: (shades: typeof tokens.accent) => { surface: string; text: string },
): Record<string, string> {
  const { accent, red, amber } = tokens;
  return Object.fromEntries(
    Object.entries({ accent, red, amber }).flatMap(([name, shades]) => {
      const { surface, text } = soft(shades);
      return [
        [`--mantine-color-${name}-light`, surface],
        [`--mantine-color-${name}-light-hover`, surface],
        [`--mantine-color-${name}-light-color`, text],
      ];
    }),
  );
}

const small = { size: "sm" } as const;

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: tokens.primaryShade,
  colors: {
    accent: tuple(tokens.accent),
    teal: tuple(tokens.accent),
    gray: tuple(tokens.grey),
    dark: tuple(tokens.dark),
    red: tuple(tokens.red),
    yellow: tuple(tokens.amber),
    amber: tuple(tokens.amber),
  },
  white: tokens.surfaces.light,
  black: tokens.grey[9],
  fontFamily: tokens.fonts.text,
  fontFamilyMonospace: tokens.fonts.code,
  fontSizes: {
    xs: rem(tokens.type.small.size),
    sm: rem(tokens.type.list.size),
    md: rem(tokens.type.text.size),
    lg: rem(tokens.type.section.size),
    xl: rem(tokens.type.title.size),
  },
  lineHeights: {
    xs: rem(tokens.type.small.line),
    sm: rem(tokens.type.list.line),
    md: rem(tokens.type.text.line),
    lg: rem(tokens.type.section.line),
    xl: rem(tokens.type.title.line),
  },
  headings: {
    fontWeight: String(tokens.weight.bold),
    sizes: {
      h1: { fontSize: rem(tokens.type.title.size), lineHeight: rem(tokens.type.title.line) },
      h2: { fontSize: rem(tokens.type.section.size), lineHeight: rem(tokens.type.section.line) },
      h3: { fontSize: rem(tokens.type.text.size), lineHeight: rem(tokens.type.text.line) },
    },
  },
  spacing: mapValues(tokens.spacing, rem),
  radius: {
    xs: rem(tokens.radius.sm),
    ...mapValues(tokens.radius, rem),
    lg: rem(tokens.radius.md),
    xl: rem(tokens.radius.full),
  },
  defaultRadius: "sm",
  breakpoints: {
    xs: "30em",
    sm: rem(tokens.breakpoints.phone + 1).replace("rem", "em"),
    md: rem(tokens.breakpoints.narrow + 1).replace("rem", "em"),
    lg: "75em",
    xl: "88em",
  },
  focusRing: "auto",
  respectReducedMotion: true,
  cursorType: "pointer",
  // By name, not by `Component.extend`: that would put every component into the first load.
  components: {
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Anchor: { defaultProps: { underline: "hover", inherit: true } },
    Badge: { defaultProps: { tt: "none", fw: tokens.weight.medium } },
    Button: { defaultProps: small },
    Drawer: { defaultProps: { transitionProps: { duration: tokens.motion.normal } } },
    // The focus goes to the first item, which has a name and a place in the menu; Mantine's own placeholder has neither.
    Menu: {
      defaultProps: {
        shadow: "md",
        transitionProps: { duration: tokens.motion.fast },
        withInitialFocusPlaceholder: false,
      },
    },
    Fieldset: {
      styles: { root: { marginInline: 0 }, legend: { padding: 0, fontWeight: tokens.weight.medium } },
    },
    Modal: {
      defaultProps: { centered: true, radius: "md", transitionProps: { duration: tokens.motion.normal } },
      styles: { title: { fontWeight: tokens.weight.bold, lineHeight: rem(tokens.type.text.line) } },
    },
    Notification: { defaultProps: { radius: "md" } },
    NumberInput: { defaultProps: small },
    PasswordInput: { defaultProps: small },
    Select: { defaultProps: { ...small, allowDeselect: false } },
    Table: { defaultProps: { fz: "sm", verticalSpacing: "xs" } },
    Text: { defaultProps: small },
    Textarea: { defaultProps: small },
    TextInput: { defaultProps: small },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: tokens.motion.fast } } },
  },
});

/** `--cs-…`: sizes and motion for both themes, surfaces and lines for each. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    "--cs-sidebar": rem(tokens.sizes.sidebar),
    "--cs-sidebar-drawer": rem(tokens.sizes.sidebarDrawer),
    "--cs-section-column": rem(tokens.sizes.sectionColumn),
    "--cs-text-column": rem(tokens.sizes.textColumn),
    "--cs-page-column": rem(tokens.sizes.pageColumn),
    "--cs-wide-column": rem(tokens.sizes.wideColumn),
    "--cs-form-column": rem(tokens.sizes.formColumn),
    "--cs-header": rem(tokens.sizes.header),
    "--cs-row": rem(tokens.sizes.row),
    "--cs-control": rem(tokens.sizes.control),
    "--cs-touch-target": rem(tokens.sizes.touchTarget),
    "--cs-icon": rem(tokens.sizes.icon),
    "--cs-chip": rem(tokens.sizes.chip),
    "--cs-thumbnail": rem(tokens.sizes.thumbnail),
    "--cs-side-panel": rem(tokens.sizes.sidePanel),
    "--cs-pane": rem(tokens.sizes.pane),
    "--cs-motion-fast": `${tokens.motion.fast}ms ${tokens.motion.easing}`,
    "--cs-motion-normal": `${tokens.motion.normal}ms ${tokens.motion.easing}`,
    "--cs-weight-medium": String(tokens.weight.medium),
    "--cs-weight-bold": String(tokens.weight.bold),
    "--cs-display-size": rem(tokens.type.display.size),
    "--cs-display-line": rem(tokens.type.display.line),
    "--cs-layer-skip-link": String(tokens.layers.skipLink),
    ...Object.fromEntries(
      Object.entries(tokens.labels).map(([name, shade]) => [`--cs-label-${name}`, shade]),
    ),
  },
  light: {
    ...softColours((shades) => ({ surface: shades[0], text: shades[8] })),
    "--mantine-color-dimmed": tokens.grey[6],
    "--mantine-color-placeholder": tokens.grey[6],
    "--mantine-color-default-border": tokens.grey[3],
    "--cs-surface": tokens.surfaces.light,
    "--cs-surface-sunken": tokens.grey[0],
    "--cs-surface-raised": tokens.surfaces.light,
    "--cs-surface-hover": tokens.grey[1],
    "--cs-surface-active": tokens.grey[2],
    "--cs-bubble": tokens.grey[1],
    "--cs-line": tokens.grey[2],
    "--cs-text": tokens.grey[9],
    "--cs-text-dimmed": tokens.grey[6],
    "--cs-accent": tokens.accent[7],
    "--cs-accent-soft": tokens.accent[0],
    "--cs-danger": tokens.red[7],
    "--cs-danger-soft": tokens.red[0],
    "--cs-warning": tokens.amber[7],
    "--cs-warning-soft": tokens.amber[0],
  },
  dark: {
    "--mantine-color-text": tokens.dark[0],
    "--mantine-color-dimmed": tokens.dark[2],
    "--mantine-color-placeholder": tokens.dark[2],
    "--mantine-color-anchor": tokens.accent[4],
    "--mantine-color-error": tokens.red[3],
    ...softColours((shades) => ({ surface: alpha(shades[5], SOFT_ON_DARK), text: shades[3] })),
    "--cs-surface": tokens.dark[7],
    "--cs-surface-sunken": tokens.dark[8],
    "--cs-surface-raised": tokens.dark[6],
    "--cs-surface-hover": tokens.dark[6],
    "--cs-surface-active": tokens.dark[5],
    "--cs-bubble": tokens.dark[6],
    "--cs-line": tokens.dark[5],
    "--cs-text": tokens.dark[0],
    "--cs-text-dimmed": tokens.dark[2],
    "--cs-accent": tokens.accent[4],
    "--cs-accent-soft": tokens.accent[9],
    "--cs-danger": tokens.red[3],
    "--cs-danger-soft": tokens.dark[6],
    "--cs-warning": tokens.amber[3],
    "--cs-warning-soft": tokens.dark[6],
  },
});
