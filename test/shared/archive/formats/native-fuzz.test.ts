import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nativeReader } from "../../../../shared/archive/formats/native-format.ts";
import { readNativeValue } from "../../../../shared/archive/formats/native-record.ts";
import { NativeSurvey } from "../../../../shared/archive/formats/native-survey.ts";
import { NativeToMavlink } from "../../../../shared/archive/formats/to-mavlink/native-to-mavlink.ts";
import { dataFlashFlight, ulogFlight } from "../../../support/native-flights.ts";

const logs = { dataflash: dataFlashFlight(2), ulog: ulogFlight(2) } as const;

const damage = fc.array(
  fc.record({ at: fc.nat(12_000), bytes: fc.uint8Array({ minLength: 1, maxLength: 60 }), cut: fc.nat(20) }),
  { maxLength: 12 },
);

describe.each(["dataflash", "ulog"] as const)("a %s log", (format) => {
  it("is read, surveyed and converted without a throw, whatever is damaged in it", () => {
    fc.assert(
      fc.property(damage, fc.integer({ min: 1, max: 5_000 }), (places, chunkLength) => {
        let bytes: Uint8Array = logs[format];
        for (const { at, bytes: noise, cut } of places)
          bytes = new Uint8Array([...bytes.subarray(0, at), ...noise, ...bytes.subarray(at + noise.length + cut)]);
        const run = (handlers: Parameters<typeof nativeReader>[1]) => {
          const reader = nativeReader(format, handlers);
          for (let at = 0; at < bytes.length; at += chunkLength) reader.push(bytes.slice(at, at + chunkLength));
          reader.flush();
        };
        const survey = new NativeSurvey(format);
        let lastOffset = -1;
        run({
          onRecord: (record) => {
            survey.record(record);
            for (const field of record.layout.fields) readNativeValue(record.view, record.start, field);
            expect(record.offset).toBeGreaterThan(lastOffset);
            lastOffset = record.offset;
          },
          onEvent: (event) => survey.event(event),
        });
        let lastUs = Number.NEGATIVE_INFINITY;
        run(
          new NativeToMavlink(survey.facts(), (utcUs) => {
            expect(utcUs).toBeGreaterThanOrEqual(lastUs);
            lastUs = utcUs;
          }),
        );
      }),
      { numRuns: 60 },
    );
  });
});
