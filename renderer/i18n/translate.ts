import { en } from "./en.ts";
import type { Language } from "./language.ts";
import { zhCn } from "./zh-CN.ts";

export type MessageKey = keyof typeof en;

type ParamsIn<S extends string> = S extends `${infer _Head}{${infer P}}${infer Rest}` ? P | ParamsIn<Rest> : never;
type ParamsOf<K extends MessageKey> = ParamsIn<(typeof en)[K]>;
type Arguments<K extends MessageKey> = [ParamsOf<K>] extends [never]
  ? []
  : [params: Readonly<Record<ParamsOf<K>, string | number>>];

export interface Translate {
  /** The text of a key; a key's parameters are checked against the English text. */
  <K extends MessageKey>(key: K, ...params: Arguments<K>): string;
  /** For texts whose parameters come from the station; one that is missing shows as a dash. */
  readonly loose: (key: MessageKey, params: Readonly<Record<string, string | number>>) => string;
  readonly language: Language;
}

export const catalogues: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en, "zh-CN": zhCn };

export const fill = (text: string, params: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? "–"));

const create = (language: Language): Translate => {
  const catalogue = catalogues[language];
  const loose: Translate["loose"] = (key, params) => {
    // A code from a newer station has no text here: it is shown as it is rather than nothing at all.
    const text: string | undefined = catalogue[key];
    return text === undefined ? key : fill(text, params);
  };
  const strict = <K extends MessageKey>(key: K, ...[params]: Arguments<K>) => loose(key, params ?? {});
  return Object.assign(strict, { loose, language });
};

const translators: Readonly<Record<Language, Translate>> = { en: create("en"), "zh-CN": create("zh-CN") };

/** The same function object for the same language, so that it can stand in dependency lists. */
export const translator = (language: Language): Translate => translators[language];
