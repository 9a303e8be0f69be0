import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { catalogues, type MessageKey } from "../../renderer/i18n/translate.ts";
import { requestFaultCodes } from "../../shared/wire/requests.ts";
import { alertCodes } from "../../shared/wire/state.ts";
import { findLiterals, literalKeys } from "../support/find-literals.ts";

const rendererFolder = fileURLToPath(new URL("../../renderer/", import.meta.url));

const sources = readdirSync(rendererFolder, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !path.startsWith("i18n"))
  .map((path) => ({ path, source: readFileSync(join(rendererFolder, path), "utf8") }));

const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").sort();

const { en, "zh-CN": zhCn } = catalogues;
const keys = Object.keys(en) as MessageKey[];

describe("the catalogues", () => {
  it("have the same keys in both languages", () => {
    expect(Object.keys(zhCn).sort()).toEqual([...keys].sort());
  });

  it("leave no text empty", () => {
    expect(keys.filter((key) => en[key].trim() === "" || zhCn[key].trim() === "")).toEqual([]);
  });

  it("name the same parameters in both languages", () => {
    const differing = keys.filter((key) => placeholders(en[key]).join() !== placeholders(zhCn[key]).join());

    expect(differing).toEqual([]);
  });

  it("have Chinese characters in Chinese and none in English, but for each other's names and technical words", () => {
    const han = /\p{Script=Han}/u;
    const words = (key: MessageKey) => en[key].replace(/\{\w+\}/g, "");
    const sameInBoth = keys.filter((key) => en[key] === zhCn[key] && /[a-z]{4}/.test(words(key)));
    const hanInEnglish = keys.filter((key) => han.test(en[key]) && !key.startsWith("top.language"));

    expect(hanInEnglish).toEqual([]);
    expect(sameInBoth).toEqual(["links.addPlaceholder"]);
  });

  it.each(alertCodes)("say what happened and what to do for the alert %s", (code) => {
    for (const catalogue of [en, zhCn]) {
      expect(catalogue).toHaveProperty([`alert.${code}.title`]);
      expect(catalogue).toHaveProperty([`alert.${code}.tip`]);
    }
  });

  it.each([...requestFaultCodes, "no-answer", "unauthorised"])("explain the request fault %s", (code) => {
    expect(en).toHaveProperty([`fault.${code}`]);
    expect(zhCn).toHaveProperty([`fault.${code}`]);
  });
});

/** Keys made of parts, `alert.${code}.tip` say, as patterns. */
const madeKeys = (source: string): readonly RegExp[] =>
  [...source.matchAll(/`([a-z]\w*\.[\w.]*(?:\$\{[^{}]*\}[\w.]*)+)`/g)].map(
    ([, made]) =>
      new RegExp(
        `^${(made ?? "")
          .split(/\$\{[^{}]*\}/)
          .map((part) => part.replaceAll(".", "\\."))
          .join("[^.]+")}$`,
      ),
  );

describe("the components", () => {
  it("are found, in all rooms", () => {
    const rooms = new Set(sources.map(({ path }) => path.split(/[\\/]/)[0]));

    expect([...rooms]).toEqual(expect.arrayContaining(["app", "bridge", "map", "panels", "stores"]));
    expect(sources.filter(({ path }) => path.endsWith(".tsx")).length).toBeGreaterThan(20);
  });

  it.each(sources)("write no words of their own: $path", ({ path, source }) => {
    expect(findLiterals(path, source)).toEqual([]);
  });

  it("ask for every key there is", () => {
    const all = sources.map(({ source }) => source).join("\n");
    const made = madeKeys(all);

    const unused = keys.filter((key) => !all.includes(`"${key}"`) && !made.some((pattern) => pattern.test(key)));

    expect(made.length).toBeGreaterThan(10);
    expect(unused).toEqual([]);
  });

  it("ask only for keys that exist", () => {
    const missing = sources.flatMap(({ path, source }) =>
      literalKeys(source)
        .filter((key) => !(key in en))
        .map((key) => `${path}: ${key}`),
    );

    expect(missing).toEqual([]);
  });
});

describe("the search for literal strings", () => {
  it.each([
    ["text of an element", "const A = () => <p>Hello</p>;", ["Hello"]],
    ["a string between braces", 'const A = () => <p>{"Hello"}</p>;', ["Hello"]],
    ["one arm of a choice", 'const A = () => <p>{ok ? t("x") : "No"}</p>;', ["No"]],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    ["a template with words", "const A = () => <p>{`${n} metres`}</p>;", [" metres"]],
    ["a label for screen readers", 'const A = () => <b aria-label="Close" />;', ["Close"]],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    ["a title made of parts", "const A = () => <b title={`Vehicle ${n}`} />;", ["Vehicle "]],
    ["a property set by hand", 'element.textContent = "Gone";', ["Gone"]],
    ["an attribute set by hand", 'element.setAttribute("aria-label", "Map");', ["Map"]],
    ["Chinese words", "const A = () => <p>提灯</p>;", ["提灯"]],
  ])("finds %s", (_, source, expected) => {
    expect(findLiterals("a.tsx", source)).toEqual(expected);
  });

  it.each([
    ["catalogue texts", 'const A = () => <p title={t("a.b")}>{t("c.d")}</p>;'],
    ["figures and signs", "const A = () => <p>{n} · 5 ×</p>;"],
    ["class names and comparisons", 'const A = () => <p className="big">{kind === "dog" && <Dog />}</p>;'],
  ])("leaves %s alone", (_, source) => {
    expect(findLiterals("a.tsx", source)).toEqual([]);
  });
});
