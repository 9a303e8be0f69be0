import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, matchesGlob } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../..", import.meta.url));
const config: unknown = parse(readFileSync(`${root}/electron-builder.yml`, "utf8"));
const schemaPath = createRequire(import.meta.url).resolve("app-builder-lib/scheme.json");
const runtimeFolder = "node_modules/onnxruntime-node/bin";
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

  it("leaves nothing out that the station imports, directly or through others", () => {
    const left = (config as { readonly files: readonly string[] }).files
      .filter((pattern) => pattern.startsWith("!"))
      .map((pattern) => pattern.slice(1));
    const isLeftOut = (name: string) => left.some((pattern) => matchesGlob(`node_modules/${name}/index.js`, pattern));

    const packages = packagesOf(["shared", "hardware", "electron/station"]);

    expect([...packages]).toEqual(expect.arrayContaining(["fastify", "zod", "@serialport/bindings-cpp"]));
    expect([...packages].filter(isLeftOut)).toEqual([]);
    expect(isLeftOut("react-dom")).toBe(true);
  });
});

describe("the packages of each system", () => {
  const { createFilter } = filterOf();

  it.each([
    ["linux", "x64", "linux/x64"],
    ["linux", "arm64", "linux/arm64"],
    ["win", "x64", "win32/x64"],
    ["mac", "arm64", "darwin/arm64"],
  ] as const)("hold the network's runtime of %s on %s, and no other", (system, arch, own) => {
    const isPacked = createFilter(system, arch);
    const runtimes = readdirSync(join(root, runtimeFolder), { recursive: true, encoding: "utf8" }).filter((path) =>
      path.endsWith("onnxruntime_binding.node"),
    );

    const packed = runtimes.filter((path) => isPacked(join(runtimeFolder, path)));

    expect(runtimes.length).toBeGreaterThan(3);
    expect(packed).toEqual([join("napi-v6", own, "onnxruntime_binding.node")]);
  });

  it("hold the network, outside the archive as all that is loaded by the system", () => {
    const unpacked = (config as { readonly asarUnpack: readonly string[] }).asarUnpack;
    const isUnpacked = (path: string) => unpacked.some((pattern) => matchesGlob(path, pattern));

    expect(createFilter("linux", "x64")("dist/hardware/thermal/model/person.onnx")).toBe(true);
    expect(isUnpacked("dist/hardware/thermal/model/person.onnx")).toBe(true);
    expect(isUnpacked(`${runtimeFolder}/napi-v6/linux/x64/libonnxruntime.so.1`)).toBe(true);
  });

  it("hold what reads images, with the library beside it that it finds by its place", () => {
    const unpacked = (config as { readonly asarUnpack: readonly string[] }).asarUnpack;
    const isPacked = createFilter("linux", "x64");
    const found = readdirSync(join(root, "node_modules/@img"), { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(node|so[.\d]*|dylib|dll)$/.test(path))
      .map((path) => join("node_modules/@img", path));

    expect(found.some((path) => path.endsWith(".node"))).toBe(true);
    expect(found.some((path) => path.includes("libvips"))).toBe(true);
    expect(found.filter((path) => !isPacked(path) || !unpacked.some((pattern) => matchesGlob(path, pattern)))).toEqual(
      [],
    );
  });
});

/** Only to make mavlink-mappings, and to build what serialport brings compiled. */
const generators = ["mavlink-mappings-gen", "ts-node", "node-addon-api"];

/** The packages that the sources in these folders import, and all that those depend on. */
const packagesOf = (folders: readonly string[]): ReadonlySet<string> => {
  const found = new Set<string>();
  const add = (name: string): void => {
    const manifest = join(root, "node_modules", name, "package.json");
    if (found.has(name) || generators.includes(name) || !existsSync(manifest)) return;
    found.add(name);
    const { dependencies = {} }: { dependencies?: object } = JSON.parse(readFileSync(manifest, "utf8"));
    for (const next of Object.keys(dependencies)) add(next);
  };
  for (const folder of folders) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts")) continue;
      const source = readFileSync(join(root, folder, file), "utf8");
      for (const [, name = ""] of source.matchAll(/from "((?:@[\w-]+\/)?[a-z][\w.-]*)[^"]*"/g)) add(name);
    }
  }
  return found;
};

/** Holds paths against our patterns as electron-builder does. */
function filterOf() {
  const { FileMatcher } = createRequire(import.meta.url)("app-builder-lib/out/fileMatcher");
  type System = "linux" | "win" | "mac";
  const { files, ...systems } = config as { readonly files: readonly string[] } & {
    readonly [system in System]: { readonly files: readonly string[] };
  };
  const createFilter = (system: System, arch: string): ((path: string) => boolean) => {
    const macro = ["$", "{arch}"].join("");
    const expand = (pattern: string) => pattern.replaceAll(macro, arch);
    const patterns = ["**/*", ...files.filter((pattern) => pattern.startsWith("!")), ...systems[system].files];
    const filter = new FileMatcher(root, root, expand, patterns).createFilter();
    const file = { isFile: () => true, isDirectory: () => false };
    return (path) => filter(join(root, path), file);
  };
  return { createFilter };
}
