import {
  type NativeEvent,
  type NativeHandlers,
  type NativeReader,
  readNativeValue,
} from "../../shared/archive/formats/native-record.ts";

interface ReadRecord {
  readonly key: string;
  readonly bootUs: number | undefined;
  readonly fields: Record<string, unknown>;
}

/** All that a reader of an autopilot's own log says of these bytes, which come to it in chunks. */
export const readNativeBytes = (
  make: (handlers: NativeHandlers) => NativeReader,
  bytes: Uint8Array,
  chunkLength = bytes.length,
) => {
  const records: ReadRecord[] = [];
  const events: NativeEvent[] = [];
  const reader = make({
    onRecord: (record) =>
      records.push({
        key: record.key,
        bootUs: record.bootUs,
        fields: Object.fromEntries(
          record.layout.fields.map((field) => [field.name, readNativeValue(record.view, record.start, field)]),
        ),
      }),
    onEvent: (event) => events.push(event),
  });
  for (let at = 0; at < bytes.length; at += Math.max(1, chunkLength)) reader.push(bytes.slice(at, at + chunkLength));
  reader.flush();
  return { records, events, reader, of: (key: string) => records.filter((record) => record.key === key) };
};
