import { SaxesParser } from "saxes";
import { BadFile, fileLimits } from "./file-fault.ts";

/** An element without its namespace's prefix; `text` is its own, without its children's. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/**
 * Reads XML into a tree. Entities beyond the five of XML itself are never expanded, whether inside or outside: a file that
 * declares some is refused, so that nothing can grow, and nothing is fetched.
 * @throws BadFile where it is not well formed, too deep or too large
 */
export const parseXml = (text: string): XmlElement => {
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open: XmlElement[] = [root];
  let elements = 0;
  parser.on("error", (error) => {
    throw new BadFile(`This is no well-formed XML: ${error.message.slice(0, 160)}`);
  });
  parser.on("doctype", (doctype) => {
    if (/<!ENTITY/i.test(doctype)) throw new BadFile("This XML declares entities, which are never expanded here.");
  });
  parser.on("opentag", (tag) => {
    if (++elements > fileLimits.xmlElements || open.length > fileLimits.xmlDepth)
      throw new BadFile(
        `This XML has more than ${fileLimits.xmlElements} elements, or more than ${fileLimits.xmlDepth} inside of one another.`,
      );
    const element: XmlElement = { name: localName(tag.name), attributes: tag.attributes, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => open.pop());
  const addText = (more: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += more;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.write(text).close();
  const [top] = root.children;
  if (top === undefined) throw new BadFile("There is no element in this XML.");
  return top;
};

/** The first child of that name. */
export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);

/** The text of the first child of that name, without blanks around it. */
export const childText = (element: XmlElement | undefined, name: string): string | undefined =>
  childOf(element, name)?.text.trim();

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text as XML may have it: control characters can't be in it at all. */
export const xmlText = (text: string): string =>
  [...text]
    .filter((letter) => letter >= " " || letter === "\n" || letter === "\t")
    .filter((letter) => !/[\ufffe\uffff]/.test(letter) && !/^[\ud800-\udfff]$/.test(letter))
    .map((letter) => escapes[letter] ?? letter)
    .join("");
