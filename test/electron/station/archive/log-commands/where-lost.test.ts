import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { whereLost } from "../../../../../electron/station/archive/log-commands/where-lost.ts";
import { readLog } from "../../../../../electron/station/archive/reading/read-log.ts";
import type { LatLon } from "../../../../../shared/geo/lat-lon.ts";
import { LocalFrame } from "../../../../../shared/geo/local-frame.ts";
import { isInRing } from "../../../../../shared/geo/polygon.ts";
import { decodeMessage } from "../../../../../shared/mavlink/codec.ts";
import { noSharedData, sharedData } from "../../../../support/shared-data.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-where-lost-"));
afterAll(() => rmSync(folder, { recursive: true }));

const isInside = (place: LatLon, region: readonly LatLon[]): boolean => {
  const frame = new LocalFrame(place);
  return isInRing(
    { northM: 0, eastM: 0 },
    region.map((corner) => frame.toNorthEast(corner)),
  );
};

describe("where-lost", () => {
  test("of a real flight, cut off anywhere, finds it where it went on to", async ({ skip }) => {
    const path = sharedData("telemetry/copter_search.tlog");
    if (path === undefined) return skip(noSharedData);
    const positions: { readonly positionMs: number; readonly place: LatLon }[] = [];
    await readLog(path, ({ frame, positionMs }) => {
      const message = decodeMessage(frame);
      if (message?.name !== "GLOBAL_POSITION_INT" || message.fields.lat === 0) return;
      positions.push({ positionMs, place: { latDeg: message.fields.lat / 1e7, lonDeg: message.fields.lon / 1e7 } });
    });
    const bytes = readFileSync(path);
    let found = 0;
    let asked = 0;

    for (const share of [0.3, 0.4, 0.5, 0.6, 0.7]) {
      for (const afterS of [10, 30, 60]) {
        const cut = join(folder, "cut.tlog");
        writeFileSync(cut, bytes.subarray(0, Math.round(bytes.length * share)));
        const lost = await whereLost(cut, afterS);
        if (!lost.ok) throw new Error(lost.fault.detail);
        const [vehicle] = lost.vehicles;
        const place = vehicle?.lastPlace;
        if (vehicle === undefined || place === undefined) throw new Error("Its place isn't known.");
        const truth = positions.find(({ positionMs }) => positionMs >= place.positionMs + afterS * 1000);
        if (truth === undefined) throw new Error("The log is too short.");
        const region = (kind: string) => vehicle.hypotheses.find((one) => one.kind === kind)?.region ?? [];

        asked++;
        if (isInside(truth.place, region("as-expected"))) found++;
        expect(vehicle).toMatchObject({ armed: true, mode: "AUTO" });
        expect(isInside(truth.place, region("anywhere")), `${share} ${afterS}`).toBe(true);
      }
    }

    // Its region holds 95 %.
    expect(found).toBeGreaterThanOrEqual(asked - 1);
  });

  test("says why a file has nothing to tell", async () => {
    expect(await whereLost(join(folder, "none.tlog"), undefined)).toMatchObject({
      ok: false,
      fault: { code: "cannot-read" },
    });
  });
});
