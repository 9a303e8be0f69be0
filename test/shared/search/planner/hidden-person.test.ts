import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/** Every file that a module loads, and what those load. */
const loadedBy = (path: string, found = new Set<string>()): ReadonlySet<string> => {
  if (found.has(path)) return found;
  found.add(path);
  for (const [, to] of readFileSync(path, "utf8").matchAll(/from\s*"(\.[^"]+\.ts)"/g))
    loadedBy(join(dirname(path), to ?? ""), found);
  return found;
};

const bench = fileURLToPath(new URL("../../../bench/", import.meta.url));

describe("the measure of whole searches", () => {
  it("hides the person from whatever plans: no module of either pilot loads the one that draws the person", () => {
    for (const pilot of ["search-effectiveness-ours.ts", "search-effectiveness-sweep.ts"]) {
      const loaded = [...loadedBy(join(bench, pilot))].map((path) => path.slice(path.lastIndexOf("/") + 1));

      expect(loaded.length).toBeGreaterThan(1);
      expect(loaded).not.toContain("search-effectiveness-person.ts");
    }
    expect([...loadedBy(join(bench, "search-effectiveness-one.ts"))].join(" ")).toContain(
      "search-effectiveness-person.ts",
    );
  });
});
