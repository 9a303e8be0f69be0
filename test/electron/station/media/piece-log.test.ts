import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isWhole, type Piece, type PieceKind } from "../../../../electron/station/media/piece-log/piece-entry.ts";
import { PieceReader } from "../../../../electron/station/media/piece-log/piece-reader.ts";
import {
  openPieceFile,
  PieceWriter,
  type PieceWriterOptions,
} from "../../../../electron/station/media/piece-log/piece-writer.ts";

const root = mkdtempSync(join(tmpdir(), "lantern-pieces-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
const newFolder = (): string => join(root, `f${++folders}`);

const writerTo = (folder: string, options: Partial<PieceWriterOptions> = {}) =>
  new PieceWriter({
    ...{ folder, openFile: openPieceFile, fileBytes: 1_000, onWritten: () => {}, onFailed: () => {} },
    ...options,
  });

const piece = (n: number, kind: PieceKind = n % 5 === 0 ? "key" : "delta", bytes = 100): Piece => ({
  ...{ positionMs: n * 40, kind, tag: n },
  data: new Uint8Array(bytes).fill(n),
});

const read = async (folder: string) => {
  const reader = new PieceReader(folder);
  await reader.refresh();
  const found: { tag: number; kind: PieceKind; file: string; data: Uint8Array | undefined }[] = [];
  for (const segment of reader.segments) {
    const entries = await reader.entries(segment);
    const data = await reader.read(segment, entries);
    found.push(...entries.map(({ tag, kind }, i) => ({ tag, kind, file: segment.name, data: data[i] })));
  }
  return found;
};

describe("pieces on the disk", () => {
  it("are read as they were written, in files that each begin with a whole one and what it needs", async () => {
    const folder = newFolder();
    const writer = writerTo(folder);
    const config: Piece = { positionMs: 0, kind: "config", tag: 9_999, data: new Uint8Array([7]) };

    for (let n = 0; n < 40; n += 1) writer.add(n % 5 === 0 ? { ...piece(n), before: config } : piece(n));
    await writer.close();

    const found = await read(folder);
    const pictures = found.filter(({ kind }) => kind !== "config");
    expect(pictures.map(({ tag }) => tag)).toEqual(Array.from({ length: 40 }, (_, n) => n));
    for (const { tag, data } of pictures) expect(data).toEqual(new Uint8Array(100).fill(tag));
    const files = [...new Set(found.map(({ file }) => file))];
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const [first, second] = found.filter((one) => one.file === file);
      expect(first?.kind).toBe("config");
      expect(isWhole(second?.kind ?? "delta")).toBe(true);
    }
  });

  it("lose no more than the last one wherever the files were cut", async () => {
    const folder = newFolder();
    const writer = writerTo(folder, { fileBytes: 1 << 20 });
    for (let n = 0; n < 6; n += 1) writer.add(piece(n, undefined, 20));
    await writer.close();
    const [data = "", index = ""] = readdirSync(folder).sort();

    for (const [file, step] of [
      [data, 20],
      [index, 32],
    ] as const) {
      const whole = readFileSync(join(folder, file)).length;
      for (let bytes = whole - 64; bytes <= whole; bytes += 1) {
        const cut = newFolder();
        mkdirSync(cut);
        copyFileSync(join(folder, data), join(cut, data));
        copyFileSync(join(folder, index), join(cut, index));
        truncateSync(join(cut, file), bytes);

        const found = await read(cut);

        expect(found.map(({ tag }) => tag)).toEqual(Array.from({ length: Math.floor(bytes / step) }, (_, n) => n));
      }
    }
  });

  it("are left out where they were changed", async () => {
    const folder = newFolder();
    const writer = writerTo(folder, { fileBytes: 1 << 20 });
    for (let n = 0; n < 4; n += 1) writer.add(piece(n));
    await writer.close();
    const [data = ""] = readdirSync(folder).sort();
    const bytes = readFileSync(join(folder, data));
    bytes[150] = 99;
    writeFileSync(join(folder, data), bytes);

    const found = await read(folder);

    expect(found.map(({ data: one }) => one?.length)).toEqual([100, undefined, 100, 100]);
  });

  it("stop with a disk that is full, say so once, and go on with a whole one once there is room", async () => {
    const folder = newFolder();
    let full = false;
    const faults: unknown[] = [];
    const writer = writerTo(folder, {
      fileBytes: 1 << 20,
      onFailed: (error) => faults.push(error),
      openFile: async (path) => {
        const file = await openPieceFile(path);
        return {
          ...file,
          append: (chunks) => (full ? Promise.reject(new Error("ENOSPC")) : file.append(chunks)),
        };
      },
    });

    for (let n = 0; n < 3; n += 1) writer.add(piece(n));
    await writer.flush();
    full = true;
    for (let n = 3; n < 6; n += 1) writer.add(piece(n));
    await writer.flush();
    const refused = writer.add(piece(6));
    full = false;
    writer.retry();
    const taken = [7, 8, 10, 11].map((n) => writer.add(piece(n)));
    await writer.close();

    expect(refused).toBe(false);
    expect(faults).toHaveLength(1);
    expect(taken).toEqual([false, false, true, true]);
    expect((await read(folder)).map(({ tag }) => tag)).toEqual([0, 1, 2, 10, 11]);
  });

  it("are dropped up to the next whole one where the disk is too slow", async () => {
    const folder = newFolder();
    const { promise, resolve } = Promise.withResolvers<void>();
    const writer = writerTo(folder, {
      fileBytes: 1 << 30,
      openFile: async (path) => {
        const file = await openPieceFile(path);
        return { ...file, append: (chunks) => promise.then(() => file.append(chunks)) };
      },
    });
    const large = 5 << 20;

    const taken = [0, 1, 2, 3, 4].map((n) => writer.add(piece(n, undefined, large)));
    const flushed = writer.flush();
    resolve();
    await flushed;
    taken.push(writer.add(piece(6, "delta")), writer.add(piece(10)));
    await writer.close();

    expect(taken).toEqual([true, true, true, false, false, false, true]);
  });
});
