import { expect, test } from "vitest";
import { catalogues } from "../../renderer/i18n/translate.ts";
import { parameterWords } from "../../shared/protocols/parameters/fact-table.ts";
import { describedParameters } from "../../shared/protocols/parameters/parameter-facts.ts";

test.each(Object.entries(catalogues))("every described parameter and every option has its text in %s", (_, texts) => {
  const wanted = [
    ...describedParameters.map((name) => `parameter.${name}`),
    ...parameterWords.map((word) => `parameterOption.${word}`),
  ];

  expect(wanted.filter((key) => !Object.hasOwn(texts, key))).toEqual([]);
});

test("no text is for a parameter that nothing is known of", () => {
  const known = new Set<string>(describedParameters.map((name) => `parameter.${name}`));

  const texts = Object.keys(catalogues.en).filter((key) => key.startsWith("parameter."));

  expect(texts.filter((key) => !known.has(key))).toEqual([]);
});
