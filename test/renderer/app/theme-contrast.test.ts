import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const css = readFileSync(fileURLToPath(new URL("../../../renderer/app/theme.css", import.meta.url)), "utf8");

/** The colours of one theme's block. */
const tokens = (scheme: "light" | "dark"): ReadonlyMap<string, string> => {
  const block = new RegExp(`color-scheme="${scheme}"\\] \\{([^}]+)\\}`).exec(css)?.[1] ?? "";
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name ?? "", value ?? ""]),
  );
};

/** Relative luminance and contrast as WCAG 2.2 defines them. */
const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
};
const contrast = (a: string, b: string): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
};

const pairs: readonly (readonly [text: string, surface: string])[] = [
  ...["text", "text-2"].flatMap((text) =>
    ["surface", "surface-2", "surface-3"].map((surface) => [text, surface] as const),
  ),
  ...["ok", "warn", "bad", "idle", "accent"].map((text) => [text, "surface"] as const),
  ["text", "warn-surface"],
  ["warn", "warn-surface"],
  ["bad", "bad-surface"],
  ["text", "bad-surface"],
  ["on-accent", "accent-fill"],
];

const contrastOf = (scheme: "light" | "dark", text: string, surface: string): number => {
  const [a, b] = [tokens(scheme).get(text), tokens(scheme).get(surface)];
  if (a === undefined || b === undefined) throw new Error(`The ${scheme} theme lacks ${text} or ${surface}.`);
  return contrast(a, b);
};

describe("the day theme", () => {
  it.each(pairs)("shows %s on %s with a contrast of 7 or more: it is read in the sun", (text, surface) => {
    expect(contrastOf("light", text, surface)).toBeGreaterThanOrEqual(7);
  });
});

describe("the night theme", () => {
  it.each(pairs)("shows %s on %s with a contrast of 5 or more: dim, and still easy to read", (text, surface) => {
    expect(contrastOf("dark", text, surface)).toBeGreaterThanOrEqual(5);
  });
});

describe("the night theme's colours", () => {
  it("has no bright surface", () => {
    for (const [name, value] of tokens("dark"))
      if (/surface|map-ground|picture-ground/.test(name)) expect(luminance(value)).toBeLessThan(0.03);
  });

  it("writes nothing in saturated red", () => {
    for (const name of ["bad", "warn", "accent", "text"]) {
      const hex = tokens("dark").get(name) ?? "";
      const [r, g] = [hex.slice(1, 3), hex.slice(3, 5)].map((part) => Number.parseInt(part, 16));
      expect((g ?? 0) / (r ?? 1)).toBeGreaterThan(0.5);
    }
  });
});
