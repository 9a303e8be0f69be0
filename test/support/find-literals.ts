import { parseSync } from "vite";

/** What a person reads or hears from an element. */
const visibleNames = new Set([
  "title",
  "alt",
  "label",
  "placeholder",
  "description",
  "textContent",
  "innerText",
  "aria-label",
  "ariaLabel",
  "aria-description",
  "aria-valuetext",
  "aria-roledescription",
]);

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;
const hasLetters = (text: unknown): text is string => typeof text === "string" && /\p{L}/u.test(text);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const nameOf = (node: unknown): string => (isNode(node) ? text(node.name) || text(node.value) : "");
const nodes = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

/** Literal words in what an expression can come to; what a function makes of its arguments is its own business. */
const wordsOf = (node: unknown): readonly string[] => {
  if (!isNode(node)) return [];
  switch (node.type) {
    case "Literal":
    case "JSXText":
      return hasLetters(node.value) ? [node.value.trim()] : [];
    case "TemplateLiteral":
      return nodes(node.quasis).flatMap(({ value }) =>
        typeof value === "object" && value !== null && "cooked" in value && hasLetters(value.cooked)
          ? [value.cooked]
          : [],
      );
    case "ConditionalExpression":
      return [...wordsOf(node.consequent), ...wordsOf(node.alternate)];
    case "LogicalExpression":
    case "BinaryExpression":
      return node.operator === "===" || node.operator === "!==" ? [] : [...wordsOf(node.left), ...wordsOf(node.right)];
    case "JSXExpressionContainer":
      return wordsOf(node.expression);
    default:
      return [];
  }
};

const wordsAt = (node: Node): readonly string[] => {
  switch (node.type) {
    case "JSXElement":
    case "JSXFragment":
      return nodes(node.children).flatMap(wordsOf);
    case "JSXAttribute":
      return visibleNames.has(nameOf(node.name)) ? wordsOf(node.value) : [];
    case "AssignmentExpression":
      return isNode(node.left) && visibleNames.has(nameOf(node.left.property)) ? wordsOf(node.right) : [];
    case "CallExpression": {
      const [first, second] = nodes(node.arguments);
      const method = isNode(node.callee) ? nameOf(node.callee.property) : "";
      return method === "setAttribute" && visibleNames.has(nameOf(first)) ? wordsOf(second) : [];
    }
    default:
      return [];
  }
};

/** Words that a person would see though they come from no catalogue: text of elements, labels, titles. */
export const findLiterals = (fileName: string, source: string): readonly string[] => {
  const { program, errors } = parseSync(fileName, source);
  if (errors.length > 0) throw new Error(`${fileName} does not parse: ${errors[0]?.message}`);
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) {
      found.push(...wordsAt(value));
      Object.values(value).forEach(visit);
    }
  };
  visit(program);
  return found;
};

/** Every key that a source asks the catalogue for by a plain string: `t("...")`, `t.loose("...")`. */
export const literalKeys = (source: string): readonly string[] =>
  [...source.matchAll(/\bt(?:\.loose)?\(\s*"([^"]+)"/g)].map(([, key]) => key ?? "");
