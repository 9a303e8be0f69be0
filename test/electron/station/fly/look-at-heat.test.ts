import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FlownStation, flownStation, metresBetween } from "../../../support/flown-station.ts";
import { eventually } from "../../../support/live-station.ts";

/** Where the scenario's person lies, before the nearest ditch's bank is looked for. */
const personAbout = { latDeg: 30.870415, lonDeg: 120.433356 };

describe("going to a heat source", () => {
  let station: FlownStation;

  beforeAll(async () => {
    station = await flownStation({ speed: 4 });
  });

  afterAll(() => station.close());

  it("refuses a source that there is not", async () => {
    const result = await station.do("dog", { kind: "look-at-heat", heatId: "no-such-source" });

    expect(result.ok).toBe(false);
    expect((await station.truth("dog")).armed).toBe(false);
  });

  it("a drone finds one, keeps its camera on it, and the dog goes there and looks at it", async () => {
    const person = station.live.station.simulator?.truth.person ?? personAbout;
    await station.do("copter", { kind: "take-off", heightM: 40 });
    await station.until("copter", ({ altHomeM }) => altHomeM > 35);
    await station.do("copter", { kind: "camera-angles", pitchRad: -Math.PI / 2, yawRad: 0 });
    await station.do("copter", { kind: "set-speed", speedMps: 10 });
    await station.do("copter", { kind: "go-to", position: person, altitude: { reference: "home", m: 40 } });
    const source = await eventually(() => {
      const { heat } = station.live.station.snapshot();
      return Object.values(heat).find(
        ({ location }) => location.located && metresBetween(location.position, person) < 15,
      );
    }, 90_000);

    const follow = await station.begin("copter", { kind: "camera-follow-heat", heatId: source.id });
    await station.do("copter", {
      kind: "go-to",
      position: { latDeg: person.latDeg + 0.0004, lonDeg: person.lonDeg },
    });
    await station.until("copter", (truth) => {
      const down = Math.atan2(truth.aboveGroundM, metresBetween(truth, person));
      return metresBetween(truth, person) > 25 && Math.abs(truth.gimbalPitchRad + down) < 0.25;
    });
    const sent = await station.do("dog", { kind: "look-at-heat", heatId: source.id });
    const there = await station.until("dog", (truth) => metresBetween(truth, person) < 20 && truth.groundMps < 0.2);

    expect(follow.kind).toBe("camera-follow-heat");
    expect(sent).toMatchObject({ ok: true });
    const bearing = Math.atan2((person.lonDeg - there.lonDeg) * 0.858, person.latDeg - there.latDeg);
    expect(Math.cos(there.headingRad - bearing)).toBeGreaterThan(0.6);
  });
});
