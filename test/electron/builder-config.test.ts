import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../..", import.meta.url));
const config: unknown = parse(readFileSync(`${root}/electron-builder.yml`, "utf8"));
const schemaPath = createRequire(import.meta.url).resolve("app-builder-lib/scheme.json");
const check = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(readFileSync(schemaPath, "utf8")));

describe("electron-builder.yml", () => {
  it("holds against electron-builder's own schema", () => {
    expect(check(config), JSON.stringify(check.errors, undefined, 1)).toBe(true);
  });

  it("would be refused with a misspelt option", () => {
    expect(check({ ...(config as object), appID: "x" })).toBe(false);
  });

  it("makes AppImage, deb, nsis and dmg", () => {
    expect(config).toMatchObject({
      linux: { target: ["AppImage", "deb"] },
      win: { target: "nsis" },
      mac: { target: "dmg" },
    });
  });
});
