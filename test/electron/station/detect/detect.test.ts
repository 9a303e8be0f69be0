import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freeUdpPort } from "../../../support/free-udp-port.ts";
import { peopleScene } from "../../../support/people-scene.ts";
import { hasFfmpeg, noFfmpeg, sendVideo } from "../../../support/video-sender.ts";

const cli = fileURLToPath(new URL("../../../../electron/station/cli.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lantern-detect-"));
const stills = join(folder, "stills");
const out = join(folder, "out.json");
afterAll(() => rmSync(folder, { recursive: true }));

const scenes = [1, 2, 3].map((persons) => peopleScene({ widthPx: 320, heightPx: 256, persons }));
const nameOf = (index: number): string => `1_60_90_0_0010${index}.png`;

beforeAll(async () => {
  mkdirSync(join(stills, "more"), { recursive: true });
  for (const [index, { widthPx: width, heightPx: height, data }] of scenes.entries()) {
    const place = index === 2 ? join(stills, "more") : stills;
    await sharp(data, { raw: { width, height, channels: 1 } }).toFile(join(place, nameOf(index)));
  }
  writeFileSync(join(stills, "notes.txt"), "no picture");
});

interface Line {
  readonly file_name: string;
  readonly category: string;
  readonly bbox: readonly [number, number, number, number];
  readonly score: number;
}

const lantern = (args: readonly string[], env: Record<string, string> = {}) =>
  new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = spawn(process.execPath, [cli, "detect", ...args], { env: { ...process.env, ...env } });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text) => {
      stdout += text;
    });
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });

const results = (): readonly Line[] => JSON.parse(readFileSync(out, "utf8"));

/** True boxes around the scenes' people, as HIT-UAV has them. */
const annotations = () => ({
  images: scenes.map((_, id) => ({ id, filename: nameOf(id), width: 320, height: 256 })),
  categories: [{ id: 0, name: "Person" }],
  annotation: scenes.flatMap(({ middles }, image_id) =>
    middles.map(([x, y]) => ({ image_id, category_id: 0, bbox: [x - 4, y - 9, 8, 18.5] })),
  ),
});

describe("lantern detect", () => {
  it("writes what it finds in a folder, sorted, with the paths within it, and nothing but that", async () => {
    const { status, stdout } = await lantern([stills, "--out", out, "--threshold", "0.3"]);

    expect(status).toBe(0);
    expect(stdout).toMatch(/^3 pictures searched/);
    const persons = results().filter(({ category }) => category === "Person");
    expect(persons.map(({ file_name }) => file_name)).toEqual([
      nameOf(0),
      nameOf(1),
      nameOf(1),
      ...Array(3).fill(`more/${nameOf(2)}`),
    ]);
    for (const line of results()) {
      expect(Object.keys(line)).toEqual(["file_name", "category", "bbox", "score"]);
      expect(line.bbox).toHaveLength(4);
      expect(line.score).toBeGreaterThanOrEqual(0.3);
    }
    const [x, y] = scenes[0]?.middles[0] ?? [0, 0];
    const [left, top, width, height] = persons[0]?.bbox ?? [0, 0, 0, 0];
    expect(Math.abs(left + width / 2 - x)).toBeLessThan(3);
    expect(Math.abs(top + height / 2 - y)).toBeLessThan(4);
    expect(readdirSync(folder)).not.toContainEqual(expect.stringContaining(".part"));
  });

  it("takes one image, and says as JSON how it fits annotations, with heights, angles and day or night", async () => {
    const truth = join(folder, "truth.json");
    writeFileSync(truth, JSON.stringify(annotations()));

    const all = await lantern([stills, "--out", out, "--annotations", truth, "--json"]);
    const one = await lantern([join(stills, nameOf(1)), "--out", out, "--annotations", truth]);

    const { evaluation } = JSON.parse(all.stdout);
    expect(evaluation).toMatchObject({ pictures: 3, notInInput: 0, classes: { person: { truths: 6 } } });
    expect(evaluation.classes.person.ap50).toBeGreaterThan(0.6);
    expect(evaluation.byHeightM["60"].recallAt1Fppi).toBe(evaluation.classes.person.recallAt1Fppi);
    expect(Object.keys(evaluation.byTime)).toEqual(["night"]);
    expect(one.stdout).toMatch(/Person +1 +2 /);
    expect(one.stdout).toContain("2 annotated pictures aren't in the input");
  });

  it("names a corrupt image among a thousand and goes on with the rest", async () => {
    const many = join(folder, "many");
    mkdirSync(many);
    const tiny = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#444" } })
      .png()
      .toBuffer();
    for (let index = 0; index < 999; index++) writeFileSync(join(many, `${index}.png`), tiny);
    writeFileSync(join(many, "broken.jpg"), "JFIF?");

    const { status, stdout } = await lantern([many, "--out", out, "--threshold", "0.9"]);

    expect(status).toBe(0);
    expect(stdout).toMatch(/^999 pictures searched/);
    expect(stdout).toMatch(/1 could not be read:\n {2}broken\.jpg: \S+/);
  });

  it.skipIf(!hasFfmpeg)(
    `searches every picture of a video and numbers them${hasFfmpeg ? "" : ` (${noFfmpeg})`}`,
    async () => {
      const video = join(folder, "flight.mp4");
      const scene = scenes[1] ?? peopleScene({ widthPx: 320, heightPx: 256, persons: 2 });
      const sender = sendVideo({
        to: video,
        pictures: () => scene,
        size: [320, 256],
        count: 5,
        framesPerS: 5,
        pace: "at-once",
        bitrate: "4M",
      });
      await sender.done;

      const { status, stdout } = await lantern([video, "--out", out, "--threshold", "0.2"]);

      expect(status).toBe(0);
      expect(stdout).toMatch(/^5 pictures searched/);
      const names = new Set(results().map(({ file_name }) => file_name));
      expect([...names]).toEqual([0, 1, 2, 3, 4].map((index) => `flight.mp4#00000${index}`));
    },
  );

  it.skipIf(!hasFfmpeg)(
    `searches a stream for some seconds, the newest pictures first${hasFfmpeg ? "" : ` (${noFfmpeg})`}`,
    async () => {
      const port = await freeUdpPort();
      const scene = scenes[1] ?? peopleScene({ widthPx: 320, heightPx: 256, persons: 2 });
      const sender = sendVideo({ to: `udp://127.0.0.1:${port}`, pictures: () => scene, size: [320, 256] });

      const { status, stdout, stderr } = await lantern([
        ...[`udp://:${port}`, "--seconds", "2", "--out", out, "--threshold", "0.2"],
      ]);
      await sender.close();

      expect(`${status} ${stderr}`).toMatch(/^0 /);
      expect(stdout).toMatch(/^\d+ pictures searched/);
      expect(results().length).toBeGreaterThan(0);
      expect(results().every(({ file_name }) => /^udp:\/\/:\d+#\d{6}$/.test(file_name))).toBe(true);
    },
  );

  it("says what is missing or wrong, ends with 1 and leaves older results as they are", async () => {
    writeFileSync(out, "older");
    const bad = join(folder, "bad.json");
    writeFileSync(bad, '{"images": 7}');
    const other = join(folder, "other.json");
    writeFileSync(other, JSON.stringify({ images: [{ id: 1, file_name: "x.jpg" }], categories: [], annotations: [] }));
    const empty = join(folder, "empty");
    mkdirSync(empty);
    const corrupt = join(folder, "corrupt.jpg");
    writeFileSync(corrupt, "no JPEG");

    const runs = await Promise.all([
      lantern([join(folder, "none"), "--out", out]),
      lantern([empty, "--out", out]),
      lantern([corrupt, "--out", out]),
      lantern([stills, "--out", join(folder, "no", "such", "out.json")]),
      lantern([stills, "--out", out, "--annotations", bad]),
      lantern([stills, "--out", out, "--annotations", join(folder, "none.json")]),
      lantern([join(stills, "notes.txt"), "--out", out], { LANTERN_FFMPEG: "no-such-ffmpeg" }),
      lantern(["gopher://127.0.0.1/", "--out", out]),
    ]);

    const said = runs.map(({ status, stderr }) => `${status} ${stderr}`);
    expect(said).toEqual([
      expect.stringMatching(/^1 .*none: there is no such file or folder/),
      expect.stringMatching(/^1 .*empty: no images/),
      expect.stringMatching(/^1 .*corrupt\.jpg: nothing could be searched/),
      expect.stringMatching(/^1 .*there is no folder to write it in/),
      expect.stringMatching(/^1 .*bad\.json: images/),
      expect.stringMatching(/^1 .*none\.json: the file can't be read/),
      expect.stringMatching(/^1 .*"no-such-ffmpeg" can't be started. Install ffmpeg/),
      expect.stringMatching(/^1 .*gopher/),
    ]);
    expect(readFileSync(out, "utf8")).toBe("older");
    expect((await lantern([stills, "--out", out, "--annotations", other])).stderr).toMatch(
      /none of the pictures is listed/,
    );
  });

  it("ends with 2 where the arguments are wrong", async () => {
    const runs = await Promise.all([
      lantern([]),
      lantern([stills]),
      lantern([stills, "--out", out, "--threshold", "2"]),
      lantern([stills, stills, "--out", out]),
    ]);

    expect(runs.map(({ status }) => status)).toEqual([2, 2, 2, 2]);
    expect(runs[2]?.stderr).toContain("--threshold takes a number from 0 to 1");
  });
});
