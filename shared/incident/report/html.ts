/** Text that is HTML already; everything else is escaped where it is put in. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlPart = string | number | undefined | false | Html | readonly HtmlPart[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What people typed, made harmless in text and in quoted attributes, of HTML and of XML; characters that XML forbids go. */
const escapeText = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "")
    .replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);

const textOf = (part: HtmlPart): string => {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "string") return escapeText(part);
  if (typeof part === "number") return String(part);
  return part.map(textOf).join("");
};

/** HTML from a template: what is put in is escaped unless it was made by `html` itself. */
export const html = (parts: TemplateStringsArray, ...values: readonly HtmlPart[]): Html =>
  new Html(parts.reduce((text, part, i) => text + part + (i < values.length ? textOf(values[i]) : ""), ""));

/** Lines of typed text stay lines. */
export const lines = (text: string | undefined): HtmlPart =>
  text === undefined ? undefined : text.split(/\r?\n/).map((line, i) => (i === 0 ? line : html`<br>${line}`));
