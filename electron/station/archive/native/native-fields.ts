import type { FileHandle } from "node:fs/promises";
import {
  type NativeField,
  readNativeNumber,
  readNativeValue,
} from "../../../../shared/archive/formats/native-record.ts";
import type { LoggedMessage, LogStream, PlotSeries } from "../../../../shared/archive/log-stream.ts";
import type { FieldSource, MessagesRequest, PlotRequest } from "../log-index.ts";
import type { NativeIndex } from "./native-index.ts";
import { PlotColumn } from "./plot-column.ts";
import { RecordFile } from "./record-file.ts";
import type { StreamIndex } from "./stream-index.ts";

/** Columns of numbers that were plotted are kept, for zooming: 8 bytes a message. */
const mostKept = 8_000_000;
/** A search for words looks at so many messages at most before it answers that there are more. */
const mostLooked = 20_000;
const lookedAtOnce = 256;

interface Place {
  readonly stream: StreamIndex;
  readonly index: number;
  readonly positionMs: number;
}

/** Plots and messages of an autopilot's own log, read again from the file by its index. */
export class NativeFields implements FieldSource {
  readonly #index: NativeIndex;
  readonly #file: FileHandle;
  readonly #columns = new Map<string, { readonly count: number; readonly values: Float64Array }>();

  constructor(index: NativeIndex, file: FileHandle) {
    this.#index = index;
    this.#file = file;
  }

  get streams(): readonly LogStream[] {
    return [...this.#index.streams.values()].map((stream) => ({
      key: stream.key,
      systemId: 0,
      componentId: 0,
      message: stream.layout.message,
      count: stream.count,
      fields: stream.plottable().map(({ field }) => field),
    }));
  }

  async plot(request: PlotRequest): Promise<PlotSeries | undefined> {
    const found = this.#findField(request.field);
    if (found === undefined) return undefined;
    const { stream, native, element, unit } = found;
    const [from, to] = [this.#firstFrom(stream, request.fromMs), this.#firstAfter(stream, request.toMs)];
    const column = new PlotColumn(request, to - from);
    const kept = await this.#column(request.field, stream, native, element);
    if (kept !== undefined)
      for (let index = from; index < Math.min(to, kept.length); index++)
        column.add(this.#position(stream, index), kept[index] ?? Number.NaN);
    else
      await new RecordFile(this.#file, this.#index.headerLength).each(stream, from, to, (index, view, start) =>
        column.add(this.#position(stream, index), this.#value(stream, index, view, start, native, element)),
      );
    return column.series(unit);
  }

  async messages(
    request: MessagesRequest,
  ): Promise<{ readonly messages: readonly LoggedMessage[]; readonly more: boolean }> {
    const wanted = request.streams === undefined ? undefined : new Set(request.streams);
    const streams = [...this.#index.streams.values()].filter(({ key }) => wanted?.has(key) ?? true);
    const isBack = request.direction === "back";
    const cursors = streams.map((stream) => ({
      stream,
      at: isBack ? this.#firstAfter(stream, request.atMs) - 1 : this.#firstAfter(stream, request.atMs),
    }));
    const text = request.text?.toLowerCase() ?? "";
    const found: LoggedMessage[] = [];
    let looked = 0;
    let isMore = false;
    while (found.length < request.count && looked < mostLooked) {
      request.signal?.throwIfAborted();
      const places: Place[] = [];
      const most = text === "" ? request.count - found.length : lookedAtOnce;
      while (places.length < most) {
        const place = this.#nearest(cursors, isBack);
        if (place === undefined) break;
        places.push(place);
      }
      if (places.length === 0) break;
      looked += places.length;
      const fitting = (await this.#readAll(places)).filter((message) => text === "" || holds(message, text));
      isMore = fitting.length > request.count - found.length;
      found.push(...fitting.slice(0, request.count - found.length));
    }
    if (isBack) found.reverse();
    const isLeft = cursors.some(({ stream, at }) => (isBack ? at >= 0 : at < stream.count));
    return { messages: found, more: isMore || isLeft };
  }

  /** The next place in the direction over all streams, which it takes away. */
  #nearest(cursors: readonly { readonly stream: StreamIndex; at: number }[], isBack: boolean): Place | undefined {
    let best:
      | { readonly cursor: { readonly stream: StreamIndex; at: number }; readonly positionMs: number }
      | undefined;
    for (const cursor of cursors) {
      if (cursor.at < 0 || cursor.at >= cursor.stream.count) continue;
      const positionMs = this.#position(cursor.stream, cursor.at);
      if (best === undefined || (isBack ? positionMs > best.positionMs : positionMs < best.positionMs))
        best = { cursor, positionMs };
    }
    if (best === undefined) return undefined;
    const { cursor, positionMs } = best;
    const index = cursor.at;
    cursor.at += isBack ? -1 : 1;
    return { stream: cursor.stream, index, positionMs };
  }

  async #readAll(places: readonly Place[]): Promise<readonly LoggedMessage[]> {
    const file = new RecordFile(this.#file, this.#index.headerLength);
    const messages: LoggedMessage[] = [];
    for (const { stream, index, positionMs } of places)
      await file.each(stream, index, index + 1, (_, view, start) => {
        const layout = stream.layoutOf(index);
        const utcMs = this.#utc(stream, index);
        messages.push({
          positionMs,
          ...(utcMs === undefined ? {} : { utcMs }),
          offset: stream.offset(index),
          stream: stream.key,
          systemId: 0,
          componentId: 0,
          message: layout.message,
          fields: Object.fromEntries(layout.fields.map((field) => [field.name, readNativeValue(view, start, field)])),
        });
      });
    return messages;
  }

  async #column(
    name: string,
    stream: StreamIndex,
    native: NativeField,
    element: number,
  ): Promise<Float64Array | undefined> {
    const { count } = stream;
    const old = this.#columns.get(name);
    if (old?.count === count) {
      this.#columns.delete(name);
      this.#columns.set(name, old);
      return old.values;
    }
    if (count > mostKept / 4) return undefined;
    const values = new Float64Array(count);
    await new RecordFile(this.#file, this.#index.headerLength).each(stream, 0, count, (index, view, start) => {
      values[index] = this.#value(stream, index, view, start, native, element);
    });
    this.#columns.set(name, { count, values });
    let kept = 0;
    for (const column of this.#columns.values()) kept += column.count;
    for (const [oldest, column] of this.#columns) {
      if (kept <= mostKept) break;
      this.#columns.delete(oldest);
      kept -= column.count;
    }
    return values;
  }

  /** The field may lie elsewhere in older messages of the stream, or be absent. */
  #value(
    stream: StreamIndex,
    index: number,
    view: DataView,
    start: number,
    native: NativeField,
    element: number,
  ): number {
    const layout = stream.layoutOf(index);
    const field = layout === stream.layout ? native : layout.fieldOf.get(native.name);
    if (field === undefined || field.type === "text" || (element > 0 && element >= field.count)) return Number.NaN;
    return readNativeNumber(view, start, field, element);
  }

  #findField(name: string) {
    for (const stream of this.#index.streams.values()) {
      if (!name.startsWith(`${stream.key}.`)) continue;
      const rest = name.slice(stream.key.length + 1);
      const found = stream.plottable().find(({ field }) => field.name === rest);
      if (found !== undefined) return { stream, native: found.native, element: found.element, unit: found.field.unit };
    }
    return undefined;
  }

  #position(stream: StreamIndex, index: number): number {
    const { bootUs, segment } = stream.stamp(index);
    return this.#index.position(bootUs, segment);
  }

  #utc(stream: StreamIndex, index: number): number | undefined {
    const { bootUs, segment } = stream.stamp(index);
    const offsetUs = this.#index.segments[segment]?.utcOffsetUs;
    return offsetUs === undefined ? undefined : (bootUs + offsetUs) / 1_000;
  }

  #firstFrom(stream: StreamIndex, positionMs: number): number {
    return this.#search(stream, (at) => at >= positionMs);
  }

  #firstAfter(stream: StreamIndex, positionMs: number): number {
    return this.#search(stream, (at) => at > positionMs);
  }

  /** The first message whose position is so; their number where none is. */
  #search(stream: StreamIndex, isSo: (positionMs: number) => boolean): number {
    let [low, high] = [0, stream.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isSo(this.#position(stream, middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

const holds = ({ message, stream, fields }: LoggedMessage, text: string): boolean =>
  message.toLowerCase().includes(text) ||
  stream.toLowerCase().includes(text) ||
  Object.values(fields).some((value) => typeof value === "string" && value.toLowerCase().includes(text));
