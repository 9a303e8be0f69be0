import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import fc from "fast-check";
import { unzipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type PackOptions, packMission } from "../../../../../electron/station/archive/package/pack-mission.ts";
import { packageLimits } from "../../../../../electron/station/archive/package/package-limits.ts";
import { unpackMission } from "../../../../../electron/station/archive/package/unpack-mission.ts";
import { verifyPackage } from "../../../../../electron/station/archive/package/verify-package.ts";
import { buildZip, manifestPart, type ZipPart } from "../../../../support/build-zip.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lantern-package-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const mission = { id: "20260114-100000-abcdef", name: "Linghu", kind: "log" } as const;

const pack = async (files: PackOptions["files"], more: Partial<PackOptions> = {}): Promise<string> => {
  const path = join(folder, "mission.lantern");
  const packed = packMission({ mission, version: "1.2.3", createdUtcMs: Date.UTC(2026, 0, 14), files, ...more });
  await pipeline(Readable.from(packed), createWriteStream(path));
  return path;
};

const of = (name: string, text: string | Uint8Array) => ({
  name,
  source: async function* () {
    yield typeof text === "string" ? bytes(text) : text;
  },
});

const unpack = (path: string, more: Partial<Parameters<typeof unpackMission>[0]> = {}) =>
  unpackMission({ path, folder: join(folder, "archive", "here"), id: "here", ...more });

const leftovers = () => readdir(join(folder, "archive")).catch(() => []);

/** Unpacks what an attacker wrote; nothing may be left of it, in the archive or beside it. */
const unpackHostile = async (zip: Uint8Array, more: Partial<Parameters<typeof unpackMission>[0]> = {}) => {
  const path = join(folder, "hostile.lantern");
  await writeFile(path, zip);
  const unpacked = await unpack(path, more);
  expect(await leftovers()).toEqual([]);
  expect((await readdir(folder)).toSorted()).toEqual(expect.not.arrayContaining(["evil", "evil.txt"]));
  if (unpacked.ok) throw new Error("It was unpacked.");
  return unpacked.fault;
};

const good = { name: "telemetry/a.tlog", data: bytes("some telemetry") };

const hostile = (part: ZipPart, ...more: ZipPart[]) => {
  const name = typeof part.name === "string" ? part.name : "raw";
  return buildZip([good, part, ...more, manifestPart([good, { name, data: part.data ?? new Uint8Array(0) }])]);
};

describe("a mission file", () => {
  it("comes out as it went in", async () => {
    const noise = new Uint8Array(3_000_000).map((_, n) => (n * 7919) >> 3);
    const path = await pack([
      of("telemetry/flug über Linghu.tlog", noise),
      of("journal/s1/chunk-0.zst", noise.subarray(0, 70_000)),
      of("media/灵狐.jpg", "picture"),
      of("empty.jsonl", ""),
      of("notes.json", JSON.stringify([{ id: "n", positionMs: 5, text: "hier", by: "A", utcMs: 0 }])),
    ]);

    const unpacked = await unpack(path);

    expect(unpacked).toMatchObject({ ok: true, mission: { id: "here", name: "Linghu", notes: [{ text: "hier" }] } });
    const here = join(folder, "archive", "here");
    expect(new Uint8Array(await readFile(join(here, "telemetry", "flug über Linghu.tlog")))).toEqual(noise);
    expect(await readFile(join(here, "media", "灵狐.jpg"), "utf8")).toBe("picture");
    expect(await readFile(join(here, "empty.jsonl"), "utf8")).toBe("");
    expect(await leftovers()).toEqual(["here"]);
    expect(await verifyPackage(path)).toMatchObject({ ok: true });
  });

  it("is a zip that other programs open", async () => {
    const path = await pack([of("a.txt", "one"), of("b/c.jpg", "two")]);

    const files = unzipSync(new Uint8Array(await readFile(path)));

    expect(Object.keys(files)).toEqual(["a.txt", "b/c.jpg", "manifest.json"]);
    expect(new TextDecoder().decode(files["b/c.jpg"])).toBe("two");
  });

  it("comes out as it went in, whatever the bytes and safe names are", async () => {
    const names = fc.stringMatching(/^[a-z]{1,8}(\/[a-z0-9]{1,8})?\.(tlog|jpg|json)$/);
    const files = fc.uniqueArray(fc.tuple(names, fc.uint8Array({ maxLength: 3_000 })), {
      selector: ([name]) => name.split(/[/.]/)[0],
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const safe = given.filter(
          ([name]) => !/^(con|prn|aux|nul|com\d|lpt\d)\b/.test(name) && !/^(notes|mission|manifest)\./.test(name),
        );
        const path = await pack(safe.map(([name, data]) => of(name, data)));
        const unpacked = await unpack(path);
        expect(unpacked).toMatchObject({ ok: true });
        for (const [name, data] of safe)
          expect(new Uint8Array(await readFile(join(folder, "archive", "here", name)))).toEqual(data);
        await rm(join(folder, "archive"), { recursive: true });
      }),
      { numRuns: 15 },
    );
  });

  it("holds only what a transform lets in, as it made it", async () => {
    const upper = async function* (source: AsyncIterable<Uint8Array>) {
      for await (const piece of source) yield bytes(new TextDecoder().decode(piece).toUpperCase());
    };
    const path = await pack([of("a.txt", "secret"), of("photos/b.jpg", "face")], {
      transform: (name, source) => (name.startsWith("photos/") ? undefined : upper(source)),
    });

    expect(await unpack(path)).toMatchObject({ ok: true });
    expect(await readFile(join(folder, "archive", "here", "a.txt"), "utf8")).toBe("SECRET");
    expect(await readdir(join(folder, "archive", "here"))).not.toContain("photos");
  });

  it("that is changed in any byte of a file is noticed, and the first bad file named", async () => {
    const path = await pack([of("a.tlog", "first file"), of("b.jpg", "second file"), of("c.jpg", "third file")]);
    const whole = await readFile(path);
    const at = whole.indexOf("second file");
    whole[at + 3] = 0x21;
    await writeFile(path, whole);

    const { ok, checked } = await verifyPackage(path);

    expect(ok).toBe(false);
    expect(checked.find((file) => !file.ok)).toMatchObject({
      name: "b.jpg",
      fault: expect.stringContaining("checksum"),
    });
    expect(await unpack(path)).toMatchObject({ ok: false, fault: { code: "damaged", entry: "b.jpg" } });
    expect(await leftovers()).toEqual([]);
  });

  it("that was changed with its checksums put right is noticed by its SHA-256", async () => {
    const zip = buildZip([
      { name: "a.txt", data: bytes("changed") },
      manifestPart([{ name: "a.txt", data: bytes("as it was"), bytes: 7 }]),
    ]);
    const path = join(folder, "changed.lantern");
    await writeFile(path, zip);

    expect((await verifyPackage(path)).checked.at(-1)).toMatchObject({ name: "a.txt", ok: false });
    expect(await unpackHostile(zip)).toMatchObject({ code: "damaged", entry: "a.txt" });
  });

  it("that is cut anywhere is refused, and nothing of it is left", async () => {
    const path = await pack([of("a.tlog", "first file"), of("b.jpg", "second file")]);
    const whole = new Uint8Array(await readFile(path));

    for (let length = 0; length < whole.length; length += 7)
      expect(await unpackHostile(whole.subarray(0, length))).toMatchObject({
        code: expect.stringMatching(/not-a-package|damaged/),
      });
  });

  it("whose bytes are damaged never comes in as something else", async () => {
    const path = await pack([of("a.tlog", "first file".repeat(50)), of("b.jpg", "second file")]);
    const whole = new Uint8Array(await readFile(path));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = whole.map((byte, n) => (n === at ? byte ^ flip : byte));
        const damagedPath = join(folder, "damaged.lantern");
        await writeFile(damagedPath, damaged);
        const unpacked = await unpack(damagedPath);
        // Times and versions of the zip's headers don't matter; everything else does.
        if (unpacked.ok) {
          expect(await readFile(join(folder, "archive", "here", "b.jpg"), "utf8")).toBe("second file");
          await rm(join(folder, "archive", "here"), { recursive: true });
        }
        expect(await leftovers()).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe("a hostile zip", () => {
  const unsafeNames = [
    "../evil.txt",
    "a/../../evil.txt",
    "/etc/evil",
    "C:evil",
    "C:/evil",
    "a\\..\\evil",
    "..",
    "a/./b",
    "a//b",
    "evil\0.txt",
    "evil\n.txt",
    "CON",
    "sub/nul.txt",
    "com1.tlog",
    "a:stream",
    "trailing.",
    "trailing ",
    "ri\u202eght.txt",
    `${"d/".repeat(20)}x`,
    "n".repeat(300),
    "what?",
  ];

  it.each(unsafeNames.map((name) => [JSON.stringify(name), name]))("can't write to %s", async (_, name) => {
    expect(await unpackHostile(hostile({ name, data: bytes("evil") }))).toMatchObject({ code: "unsafe" });
  });

  it("can't hide a name that is no text", async () => {
    const raw = new Uint8Array([0x61, 0xff, 0xfe]);
    expect(await unpackHostile(hostile({ name: raw }))).toMatchObject({ code: "unsafe" });
    expect(await unpackHostile(hostile({ name: raw, flags: 0 }))).toMatchObject({ code: "unsafe" });
  });

  it("can't give a file a second name", async () => {
    const extra = new Uint8Array([0x75, 0x70, 6, 0, 1, 0, 0, 0, 0, 0x78]);
    expect(await unpackHostile(hostile({ name: "a.txt", extra }))).toMatchObject({ code: "unsafe" });
  });

  it("can't make links, devices or pipes", async () => {
    for (const mode of [0o120777, 0o060644, 0o020644, 0o010644, 0o140644])
      expect(await unpackHostile(hostile({ name: "link", data: bytes("/etc/passwd"), mode }))).toMatchObject({
        code: "unsafe",
      });
  });

  it("can't have two files of one name, though case or accents differ", async () => {
    for (const [a, b] of [
      ["a.txt", "a.txt"],
      ["Notes.txt", "notes.TXT"],
      ["ä.txt", "a\u0308.txt"],
    ] as const)
      expect(await unpackHostile(hostile({ name: a, data: bytes("1") }, { name: b, data: bytes("2") }))).toMatchObject({
        code: "unsafe",
      });
  });

  it("can't have a file that is a folder too", async () => {
    expect(
      await unpackHostile(hostile({ name: "a", data: bytes("1") }, { name: "A/b", data: bytes("2") })),
    ).toMatchObject({ code: "unsafe" });
  });

  it("can't be a bomb by ratio, by its sum or by its number of files", async () => {
    const zeros = new Uint8Array(20_000_000);
    expect(await unpackHostile(hostile({ name: "zeros", data: zeros, method: 8 }))).toMatchObject({
      code: "too-large",
    });
    expect(
      await unpackHostile(hostile({ name: "some", data: bytes("abc".repeat(1_000)) }), {
        limits: { ...packageLimits, mostBytes: 1_000 },
      }),
    ).toMatchObject({ code: "too-large" });
    expect(
      await unpackHostile(hostile({ name: "a" }, { name: "b" }), { limits: { ...packageLimits, mostEntries: 3 } }),
    ).toMatchObject({ code: "too-large" });
  });

  it("can't say that it is small and be large", async () => {
    const data = new Uint8Array(5_000_000);
    const part = { name: "liar", data, method: 8, unpackedSize: 100 };
    const zip = buildZip([part, manifestPart([{ name: "liar", data, bytes: 100 }])]);

    expect(await unpackHostile(zip)).toMatchObject({ code: "unsafe", entry: "liar" });
  });

  it("can't say that it is larger than the disk", async () => {
    const part = { name: "huge", data: bytes("x"), method: 8, unpackedSize: 0xfffffff0, packedSize: 0x7ffffff0 };
    expect(await unpackHostile(hostile(part))).toMatchObject({ code: "damaged" });
    const wide = new Uint8Array([1, 0, 8, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
    expect(
      await unpackHostile(hostile({ name: "wide", data: bytes("x"), unpackedSize: 0xffffffff, extra: wide })),
    ).toMatchObject({ code: "too-large" });
  });

  it("can't lay two files over the same bytes", async () => {
    const data = bytes("shared");
    const zip = buildZip([
      { name: "one", data },
      { name: "two", data, offset: 0, isListedOnly: true },
      manifestPart([
        { name: "one", data },
        { name: "two", data },
      ]),
    ]);

    expect(await unpackHostile(zip)).toMatchObject({ code: expect.stringMatching(/unsafe|damaged/) });
  });

  it("can't say one thing in its directory and another beside the file", async () => {
    for (const part of [
      { localName: "c.txt" },
      { localName: "longer.txt" },
      { localUnpackedSize: 9 },
      { localMethod: 8 },
      { offset: 3 },
    ])
      expect(await unpackHostile(hostile({ name: "b.txt", data: bytes("abc"), ...part }))).toMatchObject({
        code: expect.stringMatching(/damaged|unsafe/),
      });
  });

  it("with a wrong checksum, bytes behind a deflated end, encryption or an unknown method is refused", async () => {
    const data = bytes("abc".repeat(100));
    const packed = new Uint8Array([0x4b, 0x4c, 0x4a, 0x06, 0x00, 1, 2, 3]);
    expect(await unpackHostile(hostile({ name: "a", data, crc: 1 }))).toMatchObject({ code: "damaged" });
    expect(await unpackHostile(hostile({ name: "a", data: bytes("abc"), method: 8, packed }))).toMatchObject({
      code: "damaged",
    });
    expect(await unpackHostile(hostile({ name: "a", data, flags: 0x0801 }))).toMatchObject({ code: "unsafe" });
    expect(await unpackHostile(hostile({ name: "a", data, method: 12 }))).toMatchObject({ code: "unsafe" });
  });

  it("can't bring files that its manifest doesn't know, nor promise others", async () => {
    const stranger = buildZip([good, { name: "stranger" }, manifestPart([good])]);
    const missing = buildZip([good, manifestPart([good, { name: "missing", data: bytes("x") }])]);
    const longer = buildZip([good, manifestPart([{ ...good, bytes: 3 }])]);

    expect(await unpackHostile(stranger)).toMatchObject({ code: "unsafe", entry: "stranger" });
    expect(await unpackHostile(missing)).toMatchObject({ code: "damaged", entry: "missing" });
    expect(await unpackHostile(longer)).toMatchObject({ code: "damaged", entry: good.name });
  });

  it("can't lead the mission's own list out of its folder", async () => {
    const list = (file: string) =>
      bytes(
        JSON.stringify({
          ...{ format: 1, id: "x", name: "x", kind: "log", createdUtcMs: 0, videos: [], notes: [] },
          logs: [{ name: "x", file, format: "tlog", offsetMs: 0, offsetFrom: "clock" }],
        }),
      );
    for (const file of ["../../../etc/passwd", "not-there.tlog"]) {
      const data = list(file);
      const zip = buildZip([{ name: "mission.json", data }, manifestPart([{ name: "mission.json", data }])]);
      expect(await unpackHostile(zip)).toMatchObject({ code: "damaged", entry: "mission.json" });
    }
  });

  it("that counts its entries wrong, has something behind its end or no manifest is refused", async () => {
    expect(await unpackHostile(buildZip([good, manifestPart([good])], { count: 1 }))).toMatchObject({
      code: "damaged",
    });
    expect(await unpackHostile(buildZip([good, manifestPart([good])], { size: 50 }))).toMatchObject({
      code: "damaged",
    });
    const appended = new Uint8Array([...buildZip([good, manifestPart([good])]), 1, 2, 3]);
    expect(await unpackHostile(appended)).toMatchObject({ code: "damaged" });
    expect(await unpackHostile(buildZip([good]))).toMatchObject({ code: "not-a-package" });
    expect(await unpackHostile(new Uint8Array(0))).toMatchObject({ code: "not-a-package" });
  });

  it("of a newer program says that this one must be updated", async () => {
    const zip = buildZip([good, manifestPart([good], { version: 2 })]);
    expect(await unpackHostile(zip)).toMatchObject({ code: "newer" });
  });

  it("inside a zip stays the file that it is", async () => {
    const bomb = buildZip([{ name: "../evil.txt", data: bytes("evil") }]);
    const path = await pack([of("originals/inner.zip", bomb)]);

    expect(await unpack(path)).toMatchObject({ ok: true });
    expect(await readdir(join(folder, "archive", "here", "originals"))).toEqual(["inner.zip"]);
    expect(await readdir(folder)).not.toContain("evil.txt");
  });
});

describe("unpacking", () => {
  it("leaves nothing where the disk is full half way", async () => {
    const path = await pack([of("a.tlog", "first file"), of("b.tlog", "second file".repeat(1_000))]);
    const create = async (target: string) => {
      const file = await open(target, "wx");
      return {
        write: async (buffer: Uint8Array, at: number) => {
          if (target.endsWith("b.tlog")) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
          return file.write(buffer, at);
        },
        datasync: () => file.datasync(),
        close: () => file.close(),
      };
    };

    const unpacked = await unpack(path, { create });

    expect(unpacked).toMatchObject({ ok: false, fault: { code: "disk-full" } });
    expect(await leftovers()).toEqual([]);
  });

  it("doesn't replace a mission that is there", async () => {
    const path = await pack([of("a.tlog", "first file")]);
    await mkdir(join(folder, "archive", "here"), { recursive: true });
    await writeFile(join(folder, "archive", "here", "mine"), "mine");

    expect(await unpack(path)).toMatchObject({ ok: false, fault: { code: "cannot-write" } });
    expect(await readdir(join(folder, "archive"))).toEqual(["here"]);
    expect(await readFile(join(folder, "archive", "here", "mine"), "utf8")).toBe("mine");
  });

  it("stops when asked, and leaves nothing", async () => {
    const path = await pack([of("a.tlog", "first file")]);
    const stop = new AbortController();
    stop.abort();

    expect(await unpack(path, { signal: stop.signal })).toMatchObject({ ok: false, fault: { code: "stopped" } });
    expect(await leftovers()).toEqual([]);
  });
});
