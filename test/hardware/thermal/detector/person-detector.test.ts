import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import sharp from "sharp";
import { afterEach, describe, expect, it, vi } from "vitest";
import { detectorClient } from "../../../../hardware/thermal/detector/detector-client.ts";
import {
  openPersonDetector,
  type PersonDetectorOptions,
  shippedModelFolder,
} from "../../../../hardware/thermal/detector/open-person-detector.ts";
import type { DetectorClient, PersonDetector } from "../../../../hardware/thermal/detector/person-detector.ts";
import { peopleScene } from "../../../support/people-scene.ts";

const started: Worker[] = [];
/** What hangs hears nothing any more. */
const deaf = new Set<Worker>();
vi.mock("node:worker_threads", async (original) => {
  const real = await original<typeof import("node:worker_threads")>();
  return {
    ...real,
    Worker: class extends real.Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        started.push(this);
      }
      override postMessage(...args: Parameters<Worker["postMessage"]>): void {
        if (!deaf.has(this)) super.postMessage(...args);
      }
    },
  };
});

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  started.length = 0;
  deaf.clear();
});

const open = (options: PersonDetectorOptions = {}): PersonDetector => {
  const detector = openPersonDetector({ threads: 1, ...options });
  closing.push(() => detector.close());
  return detector;
};

const clientOf = (detector: PersonDetector, passes?: "full" | "in-time"): DetectorClient => {
  const client = detectorClient(detector.connect(), passes);
  closing.push(() => client.close());
  return client;
};

/** Makes the first worker throw: what it is told makes no sense. */
const breakWorker = (): void => started[0]?.postMessage({ kind: "line" });

const faultOf = (detector: PersonDetector): Promise<PersonDetector["fault"]> =>
  new Promise((resolve) => {
    const off = detector.onFault((fault) => {
      off();
      resolve(fault);
    });
  });

const modelFiles = ["person.onnx", "person-quick.onnx", "person.json"] as const;

/** The shipped model in a folder of its own, to be spoilt. */
const modelCopy = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-model-"));
  closing.push(() => rmSync(folder, { recursive: true }));
  for (const file of modelFiles) cpSync(join(shippedModelFolder(), file), join(folder, file));
  return folder;
};

const scene = peopleScene({ widthPx: 320, heightPx: 256, persons: 4 });
const blank = { widthPx: 64, heightPx: 64, data: new Uint8Array(64 * 64) };

describe("the person detector", () => {
  it("finds people where they are", async () => {
    const answer = await clientOf(open()).detect(scene);

    if (answer.state !== "searched") throw new Error(JSON.stringify(answer));
    const persons = answer.detections.filter(({ category }) => category === "person");
    for (const [x, y] of scene.middles) {
      const there = persons.filter(
        (one) => Math.hypot(one.xPx + one.widthPx / 2 - x, one.yPx + one.heightPx / 2 - y) < 5,
      );
      expect(there).toHaveLength(1);
    }
    expect(answer.tookMs).toBeGreaterThan(0);
  });

  it("leaves the picture with its owner, in shared memory or not", async () => {
    const client = clientOf(open());
    const shared = new Uint8Array(new SharedArrayBuffer(scene.data.length));
    shared.set(scene.data);

    const own = await client.detect(scene);
    const other = await client.detect({ ...scene, data: shared });

    expect(scene.data.length).toBe(320 * 256);
    expect(own.state === "searched" && own.detections).toEqual(other.state === "searched" && other.detections);
  });

  it("searches the newest picture and says of the others that they were passed over", async () => {
    const client = clientOf(open());
    await client.detect(blank);

    const states = await Promise.all(Array.from({ length: 20 }, () => client.detect(blank).then(({ state }) => state)));

    expect(states.at(-1)).toBe("searched");
    expect(states.slice(1, -1)).toContain("skipped");
    expect(states.every((state) => state === "searched" || state === "skipped")).toBe(true);
  });

  it("serves many sources at once, each with its own pictures", async () => {
    const detector = open();
    const clients = Array.from({ length: 4 }, () => clientOf(detector));
    const scenes = [1, 2, 3, 4].map((persons) => peopleScene({ widthPx: 320, heightPx: 256, persons }));

    const answers = await Promise.all(clients.map((client, index) => client.detect(scenes[index] ?? blank)));

    const counts = answers.map((answer) =>
      answer.state === "searched" ? answer.detections.filter(({ category }) => category === "person").length : -1,
    );
    expect(counts).toEqual([1, 2, 3, 4]);
  });

  it("searches in one view where there is no time for two, and finds the same people; never for who wants both", async () => {
    const detector = open();
    const hurried = Array.from({ length: 4 }, () => clientOf(detector, "in-time"));
    const patient = clientOf(detector);
    const persons = async (client: DetectorClient) => {
      const answer = await client.detect(scene);
      if (answer.state !== "searched") throw new Error(JSON.stringify(answer));
      return { pass: answer.pass, count: answer.detections.filter(({ category }) => category === "person").length };
    };

    // Whatever else the computer does: without a rest between pictures there is no time for both views for long.
    const answers = await Promise.all(
      hurried.map(async (client) => {
        for (;;) {
          const answer = await persons(client);
          if (answer.pass === "quick") return answer;
        }
      }),
    );

    expect(await persons(patient)).toEqual({ pass: "full", count: 4 });
    expect(answers).toEqual(hurried.map(() => ({ pass: "quick", count: 4 })));
  });

  it.each(modelFiles)("says what to do where %s is missing", async (file) => {
    const modelFolder = modelCopy();
    rmSync(join(modelFolder, file));
    const detector = open({ modelFolder });
    const client = clientOf(detector);

    const [fault, answer] = await Promise.all([faultOf(detector), client.detect(blank)]);

    expect(fault).toMatchObject({ code: "model-missing", detail: expect.stringMatching(`${file}.*Install`) });
    expect(detector.fault).toEqual(fault);
    expect(answer).toMatchObject({ state: "failed", fault: "model-missing" });
    expect(await clientOf(detector).detect(blank)).toMatchObject({ state: "failed", fault: "model-missing" });
  });

  it.each([
    ["a network that was cut off", (folder: string) => truncateSync(join(folder, "person.onnx"), 100_000)],
    ["a quick one that was cut off", (folder: string) => truncateSync(join(folder, "person-quick.onnx"), 100_000)],
    ["a description that was cut off", (folder: string) => truncateSync(join(folder, "person.json"), 100)],
    ["a description without what is needed", (folder: string) => writeFileSync(join(folder, "person.json"), "{}")],
    [
      "a network with one wrong byte",
      (folder: string) => {
        const bytes = readFileSync(join(folder, "person.onnx"));
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
        writeFileSync(join(folder, "person.onnx"), bytes);
      },
    ],
  ])("refuses %s", async (_, spoil) => {
    const modelFolder = modelCopy();
    spoil(modelFolder);

    const fault = await faultOf(open({ modelFolder }));

    expect(fault).toMatchObject({ code: "model-damaged", detail: expect.stringMatching(/damaged.*Install/) });
  });

  it("is started again after its worker died; meanwhile clients are told so", async () => {
    const detector = open();
    const client = clientOf(detector);
    await client.detect(blank);
    const told = faultOf(detector);

    breakWorker();
    const fault = await told;
    const meanwhile = await client.detect(blank);
    const again = await faultOf(detector);

    expect(fault).toMatchObject({ code: "stopped", detail: expect.stringContaining("starts again in 1 s") });
    expect(meanwhile).toMatchObject({ state: "failed", fault: "stopped" });
    expect(again).toBeUndefined();
    await expect.poll(async () => (await client.detect(blank)).state).toBe("searched");
  });

  it("is started again where it hangs in a call; after some times it says that it isn't any more", async () => {
    const detector = open({ askEveryMs: 150 });
    const client = clientOf(detector);
    expect((await client.detect(blank)).state).toBe("searched");

    for (let times = 1; times <= 3; times++) {
      const told = faultOf(detector);
      const [worker] = started.slice(-1);
      if (worker) deaf.add(worker);
      expect(await told).toMatchObject({ code: "stopped" });
      expect(await client.detect(blank)).toMatchObject({ state: "failed", fault: "stopped" });
      if (times < 3) expect(await faultOf(detector)).toBeUndefined();
      if (times < 3) await expect.poll(async () => (await client.detect(blank)).state).toBe("searched");
    }

    expect(detector.fault?.detail).toContain("Start Lantern again");
    expect(started).toHaveLength(3);
    // Here they only seem to hang, and would outlive the test.
    deaf.clear();
    for (const worker of started) worker.postMessage({ kind: "close" });
  });

  it("answers a picture that was in the worker when it died", async () => {
    const detector = open();
    const client = clientOf(detector);
    await client.detect(blank);

    const pending = client.detect(peopleScene({ widthPx: 1280, heightPx: 1024, persons: 1 }));
    breakWorker();

    expect(["failed", "searched"]).toContain((await pending).state);
  });

  it("forgets a client that went with its own worker, and lets go of everything on close", async () => {
    const detector = open();
    const leaving = clientOf(detector);
    await leaving.detect(blank);
    leaving.close();
    const staying = clientOf(detector);

    expect(await leaving.detect(blank)).toEqual({ state: "skipped" });
    expect((await staying.detect(blank)).state).toBe("searched");
    await detector.close();
    expect(["skipped", "failed"]).toContain((await staying.detect(blank)).state);
  });

  it("tells its maker nothing: it goes nowhere over the network, and leaves nothing in the user's folder", async () => {
    const room = fileURLToPath(new URL("../../../../hardware/thermal/detector/", import.meta.url));
    const home = mkdtempSync(join(tmpdir(), "lantern-home-"));
    const script = mkdtempSync(join(tmpdir(), "lantern-script-"));
    closing.push(() =>
      [home, script].forEach((folder) => {
        rmSync(folder, { recursive: true });
      }),
    );
    const search = `
      const { openPersonDetector } = await import(${JSON.stringify(`${room}open-person-detector.ts`)});
      const { detectorClient } = await import(${JSON.stringify(`${room}detector-client.ts`)});
      const detector = openPersonDetector({ threads: 1 });
      const client = detectorClient(detector.connect());
      const data = new Uint8Array(${blank.widthPx * blank.heightPx});
      const answer = await client.detect({ widthPx: ${blank.widthPx}, heightPx: ${blank.heightPx}, data });
      await detector.close();
      console.log(answer.state);`;
    writeFileSync(join(script, "search.mjs"), search);

    // None of the variables by which the runtime takes a machine for a maker's own.
    const { stdout } = spawnSync(process.execPath, [join(script, "search.mjs")], {
      encoding: "utf8",
      env: { HOME: home, PATH: process.env.PATH },
    });

    expect(stdout).toBe("searched\n");
    expect(readdirSync(home)).toEqual([]);
  });

  it("says that the runtime can't be loaded where it is missing", async () => {
    const cli = fileURLToPath(new URL("../../../../electron/station/cli.ts", import.meta.url));
    // As on a system that onnxruntime has no binary for.
    const hook = `import { registerHooks } from "node:module";
      registerHooks({ resolve(name, context, next) {
        if (name === "onnxruntime-node") throw new Error("no binary for this system");
        return next(name, context);
      } });`;
    const folder = mkdtempSync(join(tmpdir(), "lantern-runtime-"));
    closing.push(() => rmSync(folder, { recursive: true }));
    const raw = { width: blank.widthPx, height: blank.heightPx, channels: 1 } as const;
    await sharp(blank.data, { raw }).png().toFile(join(folder, "blank.png"));

    const { status, stderr } = spawnSync(
      process.execPath,
      [
        "--import",
        `data:text/javascript,${encodeURIComponent(hook)}`,
        cli,
        ...["detect", join(folder, "blank.png"), "--out", join(folder, "out.json")],
      ],
      { encoding: "utf8" },
    );

    expect(stderr).toMatch(/onnxruntime can't be loaded on .*no binary for this system.*Install Lantern/s);
    expect(status).toBe(1);
  });
});
