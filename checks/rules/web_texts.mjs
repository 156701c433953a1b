// Finds words that people would read in the web client's sources. Called by web_texts.py:
//   node web_texts.mjs <repository>   → JSON array of {path, line, message} on standard output
//
// Found: text between tags, strings shown as children, attributes that are read or heard (ATTRIBUTES),
// and sentences in properties of that kind (`notifications.show({ message: "Saved" })`): in components anywhere,
// in plain modules only where they are handed to something that shows them.
// Left alone: names in NAMES, addresses and examples of keys, and whatever stands inside an element with
// translate="no", the attribute that HTML has for what is the same in every language.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";

const root = process.argv[2];
const require = createRequire(join(root, "web", "package.json"));
const ts = require("typescript");

const ATTRIBUTES = new Set([
  "alt", "aria-description", "aria-label", "aria-placeholder", "aria-roledescription", "aria-valuetext",
  "caption", "description", "error", "heading", "helperText", "label", "message", "nothingFound",
  "nothingFoundMessage", "placeholder", "subtitle", "title", "tooltip",
]);
const NAMES = new Set([
  "ConvoSphere", "OpenAI", "Anthropic", "Ollama", "LM Studio", "llama.cpp", "vLLM", "LiteLLM", "OpenRouter",
  "English", "Deutsch", "URL", "API", "JSON", "HTML", "CSV", "PDF", "USD", "ms", "s", "px", "KB", "MB", "GB",
]);
const SHOWS = /^(?:notifications|modals|notify|toast)\b/;
const LETTERS = /\p{L}/u;
const TECHNICAL = /^\S*(?::\/\/|@|…|_)\S*$/u;
const SENTENCE = /^\p{Lu}[^.]*$|\p{L}\s+\p{L}/u;

/** Source files that end up in the browser; tests and generated code do not count. */
function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["node_modules", "testing", "__tests__"].includes(entry.name)) yield* sources(path);
    } else if (/\.tsx?$/.test(entry.name) && !/\.(test|spec|gen|d)\.tsx?$/.test(entry.name)) {
      yield path;
    }
  }
}

function isWords(text) {
  const plain = text.replace(/&[a-z]+;/gi, " ").trim();
  return LETTERS.test(plain) && !NAMES.has(plain) && !TECHNICAL.test(plain);
}

/** The literal parts that an expression may turn into text: both arms of a condition, both sides of a `??`. */
function literals(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
  }
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node)) {
    return literals(node.expression);
  }
  if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)];
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    const either = [ts.SyntaxKind.PlusToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken];
    if (either.includes(operator)) return [...literals(node.left), ...literals(node.right)];
    if (operator === ts.SyntaxKind.AmpersandAmpersandToken) return literals(node.right);
  }
  return [];
}

function isUntranslated(node) {
  const opening = ts.isJsxElement(node) ? node.openingElement : ts.isJsxSelfClosingElement(node) ? node : null;
  return Boolean(opening?.attributes.properties.some((attribute) =>
    ts.isJsxAttribute(attribute) && attribute.name.getText() === "translate"
    && attribute.initializer && ts.isStringLiteral(attribute.initializer) && attribute.initializer.text === "no"));
}

/** Whether a property can reach the screen: a component's, or an argument of a call that shows something. */
function isShown(property) {
  if (property.getSourceFile().fileName.endsWith(".tsx")) return true;
  const call = ts.findAncestor(property, ts.isCallExpression);
  return call !== undefined && SHOWS.test(call.expression.getText());
}

/** The text that this very node would show, or undefined. */
function shownText(node) {
  if (ts.isJsxText(node)) return isWords(node.text) ? node.text : undefined;
  if (ts.isJsxAttribute(node) && ATTRIBUTES.has(node.name.getText()) && node.initializer) {
    const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer;
    return value && literals(value).find(isWords);
  }
  if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) {
    return literals(node.expression).find(isWords);
  }
  if (ts.isPropertyAssignment(node) && ATTRIBUTES.has(node.name.text ?? "") && isShown(node)) {
    return literals(node.initializer).find((text) => isWords(text) && SENTENCE.test(text.trim()));
  }
  return undefined;
}

const findings = [];
for (const path of sources(join(root, "web", "src"))) {
  const kind = path.endsWith(".tsx") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true, kind);
  const visit = (node) => {
    if (isUntranslated(node)) return;
    const text = shownText(node);
    if (text !== undefined) {
      const start = ts.isJsxText(node) ? node.getStart() + (node.text.length - node.text.trimStart().length) : node.getStart();
      findings.push({
        path: relative(root, path).replaceAll("\\", "/"),
        line: file.getLineAndCharacterOfPosition(Math.min(start, file.end)).line + 1,
        message: `"${text.trim().slice(0, 40)}" is not translated; take it from the catalogue`,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}
process.stdout.write(JSON.stringify(findings));
