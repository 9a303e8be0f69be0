import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { channelOf } from "../../../../../electron/station/archive/log-mission/channel.ts";
import { MissionLogs } from "../../../../../electron/station/archive/log-mission/mission-logs.ts";
import { openLogMission } from "../../../../../electron/station/archive/log-mission/open-log-mission.ts";
import { warmFold } from "../../../../../electron/station/archive/log-mission/warm-fold.ts";
import type { ArchivedInstant } from "../../../../../electron/station/archived-instant.ts";
import { SeededRandom } from "../../../../../hardware/simulator/seeded-random.ts";
import type { StationView, VehicleView } from "../../../../../shared/wire/state.ts";
import { LiveFold } from "../../../../support/live-fold.ts";
import { writeLongLog } from "../../../../support/long-log.ts";
import { telemetryFixture } from "../../../../support/mavlink-bytes.ts";
import { openIndex } from "../../../../support/open-index.ts";
import { noSharedData, sharedData, telemetryLogs } from "../../../../support/shared-data.ts";

const cacheFolder = mkdtempSync(join(tmpdir(), "lantern-log-mission-"));
afterAll(() => rmSync(cacheFolder, { recursive: true }));

/** Copied, so that nothing is written beside it. */
const fixture = (name: string): string => {
  const path = join(cacheFolder, name);
  writeFileSync(path, telemetryFixture(name));
  return path;
};

const shown = ({ state, trails, trailDetails }: ArchivedInstant) => ({
  ...{ vehicles: state.vehicles, alerts: state.alerts },
  ...{ trails, trailDetails },
});

/** Asks for instants in random order, and compares each with what a fold from the beginning shows there, field by field. */
const compareInstants = async (paths: readonly string[], count: number, offsetsMs: readonly number[] = [0]) => {
  const open = () =>
    Promise.all(paths.map(async (path, n) => ({ path, index: await openIndex(path), offsetMs: offsetsMs[n] ?? 0 })));
  const logs = await open();
  const { utcAt } = new MissionLogs(logs);
  const mission = openLogMission({ id: "log", name: "Log", version: "1", logs, cacheFolder });
  await mission.whole();
  const random = new SeededRandom(count);
  const positions = Array.from({ length: count }, () => random.next() * mission.durationMs);
  const found = new Map<number, ReturnType<typeof shown>>();
  for (const positionMs of positions) found.set(positionMs, shown(await mission.at(positionMs)));
  const live = await LiveFold.of(logs, utcAt);

  for (const positionMs of positions.toSorted((a, b) => a - b)) {
    expect(found.get(positionMs)).toEqual(live.at(positionMs));
  }
  const vehicles = live.vehicles.size;
  await mission.close();
  return vehicles;
};

describe("the state at an instant of a log", () => {
  test.each(["copter.tlog", "two-vehicles.tlog", "noisy.tlog", "bursts.tlog", "boot.bin"])(
    "is what live reducers fed from the start show, at 100 random instants of %s",
    async (name) => {
      await compareInstants([fixture(name)], 100);
    },
  );

  test("is that of a log of many flights, where vehicles start anew and key frames lie between", async () => {
    const path = join(cacheFolder, "long.tlog");
    const flights = ["copter.tlog", "two-vehicles.tlog"].map(telemetryFixture);
    writeLongLog(path, flights, 1_500_000);

    const vehicles = await compareInstants([path], 150);

    expect(vehicles).toBe(2);
  });

  test("is that of both logs where a mission has two on one clock", async () => {
    const vehicles = await compareInstants([fixture("copter.tlog"), fixture("two-vehicles.tlog")], 100, [1_500, 0]);

    expect(vehicles).toBeGreaterThan(0);
  });

  const absent = sharedData("telemetry/copter_search.tlog") === undefined;
  describe.skipIf(absent)(`of real flights${absent ? `: ${noSharedData}` : ""}`, () => {
    test.each(telemetryLogs)(
      "is what live reducers show, at 100 random instants of %s",
      async (name) => {
        await compareInstants([sharedData(`telemetry/${name}`) ?? ""], 100);
      },
      60_000,
    );
  });
});

const unlearned = telemetryLogs.slice(0, 4).flatMap((name) => sharedData(`telemetry/${name}`) ?? []);
describe.skipIf(unlearned.length === 0)(
  `an instant that nobody has folded up to yet${unlearned.length === 0 ? `: ${noSharedData}` : ""}`,
  () => {
    test.each(unlearned)("shows what each vehicle says of itself as it was: %s", async (path) => {
      const log = { index: await openIndex(path), offsetMs: 0 };
      const logs = new MissionLogs([log]);
      const live = await LiveFold.of([log], logs.utcAt);
      const random = new SeededRandom(7);
      const positions = Array.from({ length: 25 }, () => 60_000 + random.next() * (logs.durationMs - 60_000));

      for (const positionMs of positions.toSorted((a, b) => a - b)) {
        const { fold, fromMs } = await warmFold(logs, positionMs, { station, utcAt: logs.utcAt });
        await logs.read({ fromMs, toMs: positionMs }, (frame) =>
          fold.receive(channelOf(frame.log), frame.bytes, frame.positionMs),
        );
        fold.tickTo(positionMs);
        const { vehicles } = fold.instant(positionMs).state;
        const truth = live.at(positionMs).vehicles;
        expect([...vehicles].map(tellsOfItself)).toEqual([...truth].map(tellsOfItself));
      }
    });
  },
);

const station: StationView = {
  mode: "replay",
  version: "1",
  gcsSystemId: 255,
  recording: { state: "off" },
  hasBaseMap: false,
};

/** Without since when it is so, and what counts from long ago. */
const tellsOfItself = ([id, vehicle]: readonly [string, VehicleView]) => {
  const { name, kind, armed, systemStatus, mode, attitude, velocity, headingRad, battery, gps, presence } = vehicle;
  const { latDeg, lonDeg, altMslM } = vehicle.position ?? {};
  return {
    ...{ id, name, kind, armed, systemStatus, attitude, velocity, headingRad, battery, gps, latDeg, lonDeg, altMslM },
    ...{ mode: mode?.name, presence: presence.state },
  };
};
