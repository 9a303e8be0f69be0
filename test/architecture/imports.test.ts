import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tops = ["shared", "hardware", "electron", "renderer"];

const sources = tops
  .flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length)),
  )
  .filter((path) => !path.includes("/dist/"));

const importPattern =
  /(?:^|[^.\w])(?:import|export)\s[^"'`;]*?from\s*"([^"]+)"|(?<![\w./])import\s*\(?\s*"([^"]+)"\)?|new URL\(\s*"(\.[^"]+)"/gm;

/** Every module a file names, types included: a type is a dependency too. Relative ones as paths from the root. */
const importsOf = (path: string): string[] => {
  const text = readFileSync(join(root, path), "utf8").replace(/^\s*(\/\/|\*).*$/gm, "");
  return [...text.matchAll(importPattern)].map((match) => {
    const named = match[1] ?? match[2] ?? match[3] ?? "";
    return named.startsWith(".") ? normalize(join(dirname(path), named)) : named;
  });
};

const graph = new Map(sources.map((path) => [path, importsOf(path)]));

/** The room of a file: "shared/heat", "electron/station", or the top folder for what lies directly in it. */
const roomOf = (path: string): string => {
  const parts = path.split("/");
  return parts.length > 2 ? `${parts[0]}/${parts[1]}` : (parts[0] ?? "");
};

/** Who may import whom inside shared: what is not named here may not be imported. */
const sharedMayImport: Record<string, readonly string[]> = {
  "shared/units": [],
  "shared/geo": ["units"],
  "shared/mavlink": ["units", "geo"],
  "shared/vehicle": ["units", "geo", "mavlink"],
  "shared/protocols": ["units", "geo", "mavlink", "vehicle"],
  // A sighting needs the pose and the vehicle's id: types only.
  "shared/heat": ["units", "geo", "vehicle"],
  "shared/search": ["units", "geo"],
  "shared/incident": ["units", "geo", "search"],
  "shared/plan": ["units", "geo", "mavlink", "vehicle", "protocols", "search"],
  // Where a lost vehicle can be is told by the ghost of the live station.
  "shared/archive": ["units", "geo", "mavlink", "vehicle", "protocols", "heat", "search", "plan", "incident"],
  "shared/wire": ["units", "geo", "mavlink", "vehicle", "protocols", "heat", "search", "plan", "incident", "archive"],
};

const topMayImport: Record<string, readonly string[]> = {
  shared: ["shared"],
  hardware: ["hardware", "shared"],
  electron: ["electron", "hardware", "shared"],
  renderer: ["renderer", "shared"],
};

const rendererMayImport: Record<string, readonly string[]> = {
  "renderer/i18n": ["i18n"],
  "renderer/bridge": ["bridge", "i18n"],
  "renderer/stores": ["stores", "bridge", "i18n"],
  // What the map and the 3D view have over them alike: it knows neither of them.
  "renderer/controls": ["controls", "stores"],
  "renderer/map": ["map", "controls", "stores", "bridge", "i18n"],
  "renderer/scene": ["scene", "controls", "stores", "bridge", "i18n"],
  "renderer/panels": ["panels", "stores", "bridge", "i18n"],
  // A page of its own: small, and nothing of the screen in it.
  "renderer/phone": ["phone", "i18n"],
};

const edges = [...graph].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));
const broken = (isBroken: (edge: { from: string; to: string }) => boolean) =>
  edges.filter(isBroken).map(({ from, to }) => `${from} -> ${to}`);
const isLocal = (path: string) => tops.includes(path.split("/")[0] ?? "");

describe("imports", () => {
  it("are found at all", () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(edges.length).toBeGreaterThan(40);
  });

  it("go one way between the top folders", () => {
    const wrong = broken(
      ({ from, to }) => isLocal(to) && !topMayImport[from.split("/")[0] ?? ""]?.includes(to.split("/")[0] ?? ""),
    );

    expect(wrong).toEqual([]);
  });

  it("go one way between the rooms of shared", () => {
    const wrong = broken(({ from, to }) => {
      const [own, other] = [roomOf(from), roomOf(to)];
      return (
        own.startsWith("shared/") && other !== own && isLocal(to) && !sharedMayImport[own]?.includes(other.slice(7))
      );
    });

    expect(wrong).toEqual([]);
  });

  it("let the hardware rooms know each other only by the thermal stream's framing", () => {
    const wrong = broken(
      ({ from, to }) =>
        from.startsWith("hardware/") &&
        to.startsWith("hardware/") &&
        roomOf(from) !== roomOf(to) &&
        to !== "hardware/thermal/y16-stream.ts",
    );

    expect(wrong).toEqual([]);
  });

  it("let map, scene and panels meet only in stores", () => {
    const wrong = broken(({ from, to }) => {
      const allowed = rendererMayImport[roomOf(from)];
      return allowed !== undefined && to.startsWith("renderer/") && !allowed.includes(to.split("/")[1] ?? "");
    });

    expect(wrong).toEqual([]);
  });

  it("keep the station free of Electron and of the shell around it", () => {
    const wrong = broken(
      ({ from, to }) =>
        from.startsWith("electron/station/") &&
        (to === "electron" || (to.startsWith("electron/") && !to.startsWith("electron/station/"))),
    );

    expect(wrong).toEqual([]);
  });

  it("keep the renderer free of Node, but for the tool that bundles it", () => {
    const wrong = broken(({ from, to }) => from.startsWith("renderer/") && to.startsWith("node:"));

    expect(wrong.filter((edge) => !edge.startsWith("renderer/vite.config.ts"))).toEqual([]);
  });

  it("keep shared free of Node, of the clock and of chance", () => {
    expect(broken(({ from, to }) => from.startsWith("shared/") && to.startsWith("node:"))).toEqual([]);
    const clocks = sources.filter(
      (path) =>
        path.startsWith("shared/") &&
        /Date\.now\(|performance\.now\(|new Date\(\)|Math\.random\(/.test(readFileSync(join(root, path), "utf8")),
    );
    expect(clocks).toEqual([]);
  });

  it("let the archive's folders know each other one way, and what it is made of not know it", () => {
    const archive = "electron/station/archive/";
    const folders = new Map<string, Set<string>>();
    for (const { from, to } of edges) {
      const [own, other] = [dirname(from), dirname(to)];
      if (own === other || !`${own}/`.startsWith(archive) || !`${other}/`.startsWith(archive)) continue;
      folders.set(own, (folders.get(own) ?? new Set()).add(other));
    }
    /** All that a folder knows, by others too. */
    const known = (folder: string, seen = new Set<string>()): ReadonlySet<string> => {
      for (const other of folders.get(folder) ?? []) if (!seen.has(other)) known(other, seen.add(other));
      return seen;
    };

    expect(folders.size).toBeGreaterThan(8);
    expect([...folders.keys()].filter((folder) => known(folder).has(folder))).toEqual([]);
    expect(
      broken(({ from, to }) => /^electron\/station\/(journal|media|record)\//.test(from) && to.startsWith(archive)),
    ).toEqual([]);
  });

  it("have no cycles, those of types included", () => {
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
      if (done.has(path) || trail.includes(path)) return;
      for (const to of loadedBy(path)) if (graph.has(to)) visit(to, [...trail, path]);
      done.add(path);
    };

    for (const path of sources) visit(path, []);

    expect(cycles).toEqual([]);
  });
});

/** Without worker URLs: a worker may well know the file that starts it. */
const loadedBy = (path: string): string[] => {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/^(?:import|export)\s[^"'`;]*?from\s*"(\.[^"]+)"/gm)].map((match) =>
    normalize(join(dirname(path), match[1] ?? "")),
  );
};

describe("packages", () => {
  const manifest: {
    readonly dependencies: Record<string, string>;
    readonly devDependencies: Record<string, string>;
  } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const packageOf = (named: string): string =>
    named
      .split("/")
      .slice(0, named.startsWith("@") ? 2 : 1)
      .join("/");
  const outside = edges.filter(({ to }) => !isLocal(to) && !to.startsWith("node:") && !to.startsWith("."));
  /** What runs only on a developer's computer. */
  const isTool = (path: string) => /^electron\/(build|start)\.ts$|^renderer\/vite\.config\.ts$/.test(path);

  it("that the program imports are its dependencies; Electron runs it and is none", () => {
    const wrong = outside.filter(
      ({ from, to }) => !isTool(from) && packageOf(to) !== "electron" && !(packageOf(to) in manifest.dependencies),
    );

    expect(wrong).toEqual([]);
  });

  it("that are dependencies are imported", () => {
    const imported = new Set(outside.map(({ to }) => packageOf(to)));
    // Mantine asks for its hooks as a peer.
    const others = ["@mantine/hooks"];

    expect(Object.keys(manifest.dependencies).filter((name) => !imported.has(name) && !others.includes(name))).toEqual(
      [],
    );
  });
});

describe("exports", () => {
  it("are named in some other file", () => {
    const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => join("test", path));
    const words = new Map(
      [...sources, ...tests].map((path) => [path, new Set(readFileSync(join(root, path), "utf8").match(/[\w$]+/g))]),
    );
    const exportPattern = /^export (?:abstract )?(?:async )?(?:const|function\*?|class) ([\w$]+)/gm;

    const unused = sources.flatMap((path) =>
      [...readFileSync(join(root, path), "utf8").matchAll(exportPattern)]
        .map(([, name]) => name ?? "")
        .filter((name) => ![...words].some(([other, named]) => other !== path && named.has(name)))
        .map((name) => `${path}: ${name}`),
    );

    expect(unused).toEqual([]);
  });
});

describe("files", () => {
  it("stay small: no source has over 400 lines", () => {
    const long = sources.filter((path) => readFileSync(join(root, path), "utf8").split("\n").length > 401);

    expect(long).toEqual([]);
  });

  it("have names that say what they are", () => {
    expect(sources.filter((path) => /\/(utils?|helpers?|manager|misc|common)\.tsx?$/.test(path))).toEqual([]);
  });

  it("keep the desktop shell under 300 lines together", () => {
    const shell = sources.filter((path) => /^electron\/[^/]+\.ts$/.test(path) && !/\/(start|build)\.ts$/.test(path));
    const lines = shell.reduce((sum, path) => sum + readFileSync(join(root, path), "utf8").split("\n").length - 1, 0);

    expect(lines).toBeGreaterThan(50);
    expect(lines).toBeLessThan(300);
  });

  it("lie in the top folders the customer fixed", () => {
    const allowed = new Set([
      "electron",
      "renderer",
      "shared",
      "hardware",
      "test",
      "electron-builder.yml",
      "package.json",
    ]);
    for (const more of [
      "package-lock.json",
      "tsconfig.json",
      "README.md",
      "LICENSE",
      "node_modules",
      "dist",
      "release",
    ])
      allowed.add(more);

    const strangers = readdirSync(root).filter((name) => !name.startsWith(".") && !allowed.has(name));

    expect(strangers).toEqual([]);
  });
});
