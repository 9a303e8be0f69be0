// Makes a fresh machine ready, before `npm start`, `npm test` and the rest: plain JavaScript that Node 20 runs, with only
// Node's own modules, because nothing is installed yet when it starts. Says what it does; silent when nothing is to do.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wantsTests = process.argv.includes("--test");
const stampFile = join(root, "node_modules", ".lantern-installed");

const say = (text) => process.stderr.write(`set-up: ${text}\n`);

const fail = (text) => {
  say(text);
  process.exit(1);
};

/** Only what decides what gets installed: scripts and descriptions may change without a new install. */
const wantedInstall = () => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const parts = [manifest.dependencies, manifest.optionalDependencies, manifest.devDependencies];
  const hash = createHash("sha256").update(JSON.stringify(parts));
  const lockfile = join(root, "package-lock.json");
  if (existsSync(lockfile)) hash.update(readFileSync(lockfile));
  return `${process.platform}-${process.arch} ${hash.digest("hex")}`;
};

const installPackages = () => {
  const wanted = wantedInstall();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) return;
  say("installing the packages of package-lock.json (npm install), some minutes on a slow line ...");
  // The npm that runs this script, so that a machine with several keeps to one.
  const npmCli = process.env.npm_execpath;
  const [command, args] = npmCli ? [process.execPath, [npmCli]] : ["npm", []];
  const result = spawnSync(command, [...args, "install", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: !npmCli && process.platform === "win32",
  });
  if (result.status !== 0)
    fail("npm install failed: see its message above. Lantern needs the npm registry once, at its first start.");
  mkdirSync(dirname(stampFile), { recursive: true });
  // npm may have completed the lockfile for this platform; what counts is what is there now.
  writeFileSync(stampFile, wantedInstall());
};

/** npm puts node_modules/.bin first in its scripts' PATH, so the Node that the next script gets is this one where it is there. */
const checkNode = () => {
  const local = spawnSync(
    join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node"),
    ["-v"],
    {
      shell: process.platform === "win32",
      encoding: "utf8",
    },
  );
  const version = local.status === 0 ? local.stdout.trim() : process.version;
  if (Number(version.slice(1).split(".")[0]) < 24)
    fail(
      `Lantern runs on Node 24 or newer, and this is ${version}. There is no packaged Node 24 for ` +
        `${process.platform}-${process.arch}: install it from https://nodejs.org and run the command again.`,
    );
};

const isThere = (command) => spawnSync(command, ["-version"], { stdio: "ignore" }).status === 0;
const chromiumPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** What the tests drive besides Node: how to see whether it is there, and Debian's packages for it. */
const testPrograms = [
  {
    name: "Chromium",
    tests: "browser",
    variable: "LANTERN_CHROMIUM",
    found: () => Boolean(process.env.LANTERN_CHROMIUM) || chromiumPaths.some((path) => existsSync(path)),
    packages: ["chromium", "fonts-noto-cjk"],
  },
  {
    name: "ffmpeg",
    tests: "video",
    variable: "LANTERN_FFMPEG",
    found: () => isThere(process.env.LANTERN_FFMPEG || "ffmpeg"),
    packages: ["ffmpeg"],
  },
];

const installTestPrograms = () => {
  const missing = testPrograms.filter(({ found }) => !found());
  if (missing.length === 0) return;
  const packages = missing.flatMap((program) => program.packages);
  const skipped = missing.map(
    ({ name, tests, variable }) => `${tests} tests need ${name} (or name yours in ${variable})`,
  );
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    say(`the ${skipped.join(", the ")}: \`sudo apt-get install ${packages.join(" ")}\`. They are skipped.`);
    return;
  }
  say(`installing what the tests need (apt-get install ${packages.join(" ")}) ...`);
  const run = (...args) =>
    spawnSync("apt-get", args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  if (!run("update", "-qq") || !run("install", "-y", "-qq", "--no-install-recommends", ...packages))
    say(`apt-get could not install ${packages.join(" ")}: the ${skipped.join(", the ")}. They are skipped.`);
};

installPackages();
checkNode();
if (wantsTests) installTestPrograms();
