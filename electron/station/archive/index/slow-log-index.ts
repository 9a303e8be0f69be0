import { readFile } from "node:fs/promises";
import type { LoggedMessage, LogStream, PlotSeries } from "../../../../shared/archive/log-stream.ts";
import { decodeMessage } from "../../../../shared/mavlink/codec.ts";
import { messageName, specOfId } from "../../../../shared/mavlink/dialect.ts";
import { copyFrameBytes, type Frame } from "../../../../shared/mavlink/frame.ts";
import { FrameScanner } from "../../../../shared/mavlink/scanner.ts";
import { looksLikeTlog, TlogReader } from "../../../../shared/mavlink/tlog.ts";
import type { IndexProgress, LogAnomaly, LogIndex, LogRecord } from "../log-index.ts";

interface Kept extends LogRecord {
  readonly key: string;
}

/** All of a log in memory: for small logs only. */
export class SlowLogIndex implements LogIndex {
  readonly path: string;
  readonly format: "tlog" | "raw";
  readonly anomalies: readonly LogAnomaly[] = [];
  readonly #records: Kept[] = [];
  readonly #streams = new Map<string, { stream: LogStream; count: number }>();
  progress: IndexProgress = { bytes: 0, totalBytes: 0, whole: true };
  startUtcUs: number | undefined;

  private constructor(path: string, bytes: Uint8Array) {
    this.path = path;
    this.format = looksLikeTlog(bytes.subarray(0, 65536)) ? "tlog" : "raw";
    this.#read(bytes);
  }

  static async open(path: string): Promise<SlowLogIndex> {
    return new SlowLogIndex(path, await readFile(path));
  }

  #read(bytes: Uint8Array): void {
    this.#records.length = 0;
    this.#streams.clear();
    this.progress = { bytes: bytes.length, totalBytes: bytes.length, whole: true };
    let positionMs = 0;
    const add = (utcUs: number | undefined, offset: number, frame: Frame) => {
      if (utcUs !== undefined) this.startUtcUs ??= utcUs;
      if (utcUs !== undefined) positionMs = Math.max(positionMs, (utcUs - (this.startUtcUs ?? 0)) / 1000);
      const key = `${frame.systemId}/${frame.componentId}/${messageName(frame.messageId)}`;
      this.#records.push({ positionMs, utcUs, offset, bytes: copyFrameBytes(frame), key });
      const known = this.#streams.get(key);
      if (known !== undefined) known.count++;
      else this.#streams.set(key, { stream: streamOf(key, frame), count: 1 });
    };
    if (this.format === "tlog") {
      const reader = new TlogReader();
      const onRecord = (utcUs: number | undefined, frame: Frame) => add(utcUs, reader.recordOffset, frame);
      reader.push(bytes, onRecord);
      reader.flush(onRecord);
    } else {
      const scanner = new FrameScanner();
      let frameBytes = 0;
      const onFrame = (frame: Frame) => {
        const offset = frameBytes + scanner.stats.skippedBytes;
        frameBytes += frame.length;
        positionMs = offset / 5.76;
        add(undefined, offset, frame);
      };
      scanner.push(bytes, onFrame);
      scanner.flush(onFrame);
    }
  }

  get streams(): readonly LogStream[] {
    return [...this.#streams.values()].map(({ stream, count }) => ({ ...stream, count }));
  }

  get durationMs(): number {
    return this.#records.at(-1)?.positionMs ?? 0;
  }

  get clock(): LogIndex["clock"] {
    return this.startUtcUs === undefined ? [] : [{ fromMs: 0, utcOffsetMs: this.startUtcUs / 1000 }];
  }

  on(): () => void {
    return () => {};
  }

  async whole(): Promise<void> {}

  async refresh(): Promise<void> {
    this.#read(await readFile(this.path));
  }

  async close(): Promise<void> {}

  async read(
    range: { readonly fromMs: number; readonly toMs: number; readonly streams?: readonly string[] },
    onRecord: (record: LogRecord) => unknown,
  ): Promise<void> {
    for (const record of this.#records) {
      if (record.positionMs < range.fromMs || record.positionMs > range.toMs) continue;
      if (range.streams !== undefined && !range.streams.includes(record.key)) continue;
      if (onRecord(record) === false) return;
    }
  }

  async lastOfEach(positionMs: number, count: (stream: LogStream) => number = () => 1): Promise<readonly LogRecord[]> {
    const left = new Map([...this.#streams].map(([key, { stream }]) => [key, count(stream)]));
    const found: LogRecord[] = [];
    for (let i = this.#records.length - 1; i >= 0; i--) {
      const record = this.#records[i];
      if (record === undefined || record.positionMs >= positionMs) continue;
      const more = left.get(record.key) ?? 0;
      if (more > 0) found.push(record);
      left.set(record.key, more - 1);
    }
    return found.reverse();
  }

  async plot(request: {
    readonly field: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly steps: number;
  }): Promise<PlotSeries | undefined> {
    const dot = request.field.lastIndexOf(".");
    const key = request.field.slice(0, dot);
    const name = request.field.slice(dot + 1);
    if (!this.#streams.get(key)?.stream.fields.some((field) => field.name === name)) return undefined;
    const positionMs: number[] = [];
    const values: number[] = [];
    await this.read({ ...request, streams: [key] }, (record) => {
      const value = logged(record, key)?.fields[name.replace(/\[.*/, "")];
      const one = typeof value === "object" ? value[Number(/\d+/.exec(name)?.[0])] : value;
      if (typeof one !== "number" || Number.isNaN(one)) return;
      positionMs.push(record.positionMs);
      values.push(one);
    });
    return { positionMs, least: values, greatest: values, messages: values.length };
  }

  async messages(request: {
    readonly atMs: number;
    readonly direction: "back" | "on";
    readonly count: number;
    readonly streams?: readonly string[];
  }): Promise<{ readonly messages: readonly LoggedMessage[]; readonly more: boolean }> {
    const isBack = request.direction === "back";
    const all = this.#records.filter(
      (record) =>
        (isBack ? record.positionMs <= request.atMs : record.positionMs > request.atMs) &&
        (request.streams?.includes(record.key) ?? true),
    );
    const some = isBack ? all.slice(-request.count) : all.slice(0, request.count);
    return { messages: some.flatMap((record) => logged(record, record.key) ?? []), more: all.length > some.length };
  }
}

const streamOf = (key: string, frame: Frame): LogStream => ({
  key,
  systemId: frame.systemId,
  componentId: frame.componentId,
  message: messageName(frame.messageId),
  count: 0,
  fields:
    specOfId(frame.messageId)
      ?.fields.filter((field) => field.type !== "char")
      .flatMap((field) =>
        field.count === 0
          ? [{ name: field.name }]
          : Array.from({ length: field.count }, (_, i) => ({ name: `${field.name}[${i}]` })),
      ) ?? [],
});

const logged = (record: LogRecord, stream: string): LoggedMessage | undefined => {
  let found: LoggedMessage | undefined;
  new FrameScanner().flush(() => {});
  const scanner = new FrameScanner();
  const onFrame = (frame: Frame) => {
    const message = decodeMessage(frame);
    if (message === undefined) return;
    const fields = Object.fromEntries(
      Object.entries(message.fields).map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : value]),
    );
    found = {
      positionMs: record.positionMs,
      ...(record.utcUs === undefined ? {} : { utcMs: record.utcUs / 1000 }),
      offset: record.offset,
      stream,
      systemId: frame.systemId,
      componentId: frame.componentId,
      message: message.name,
      fields,
    };
  };
  scanner.push(record.bytes, onFrame);
  scanner.flush(onFrame);
  return found;
};
