import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** Text that people read comes from shared/i18n; colours come from app/theme.ts. */
const HOUSE_RULES = [
  {
    selector: "JSXText[value=/\\p{L}{2}/u]",
    message: "Text that people read belongs in shared/i18n/{en,de}/*.json.",
  },
  {
    selector:
      "JSXAttribute[name.name=/^(label|placeholder|title|description|alt|aria-label)$/] > Literal[value=/\\p{L}{2}/u]",
    message: "Text that people read belongs in shared/i18n/{en,de}/*.json.",
  },
  {
    selector: "Literal[value=/^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i]",
    message: "Colours are tokens: src/app/theme.ts.",
  },
];

export default tseslint.config(
  { ignores: ["node_modules", "coverage", "src/api/schema.gen.ts", "src/app/early.js"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // TanStack Router's redirect() and notFound() are thrown by design; they are no errors.
      "@typescript-eslint/only-throw-error": "off",
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    extends: [jsxA11y.flatConfigs.strict, reactHooks.configs.flat["recommended-latest"]],
    rules: {
      "max-lines": ["error", { max: 250 }],
      "no-console": "error",
      // An autofocused first field is what a page with one form is for; pages decide, screen readers cope.
      "jsx-a11y/no-autofocus": "off",
      "no-restricted-syntax": ["error", ...HOUSE_RULES],
    },
  },
  { files: ["src/**/*.test.{ts,tsx}", "src/app/theme.ts"], rules: { "no-restricted-syntax": "off" } },
  {
    files: ["scripts/*.mjs"],
    languageOptions: { globals: { process: "readonly", URL: "readonly", console: "readonly" } },
  },
);
