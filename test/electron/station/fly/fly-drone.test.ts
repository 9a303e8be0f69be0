import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FlownStation, flownStation, metresBetween } from "../../../support/flown-station.ts";

const north = (place: { latDeg: number; lonDeg: number }, m: number) => ({
  latDeg: place.latDeg + m / 110_850,
  lonDeg: place.lonDeg,
});

describe.each(["copter", "px4"] as const)("flying a %s by requests", (kind) => {
  let station: FlownStation;
  let home: { latDeg: number; lonDeg: number };

  beforeAll(async () => {
    station = await flownStation({ speed: 6 });
    const { latDeg, lonDeg } = await station.truth(kind);
    home = { latDeg, lonDeg };
  });

  afterAll(() => station.close());

  it("arms and disarms on the ground", async () => {
    const armed = await station.do(kind, { kind: "arm" });
    const during = (await station.truth(kind)).armed;
    const disarmed = await station.do(kind, { kind: "disarm" });

    expect([armed, disarmed]).toMatchObject([{ ok: true }, { ok: true }]);
    expect([during, (await station.truth(kind)).armed]).toEqual([true, false]);
  });

  it("refuses to go anywhere while it is on the ground and disarmed", async () => {
    const result = await station.do(kind, { kind: "go-to", position: north(home, 50) });

    expect(result).toMatchObject({ ok: false, fault: { code: "operation-failed" } });
    expect(result.operations?.[0]?.fault?.code).toBe("not-possible");
    expect((await station.truth(kind)).armed).toBe(false);
  });

  it("takes off to a height above home, arming by itself", async () => {
    const result = await station.do(kind, { kind: "take-off", heightM: 20 });

    expect(result).toMatchObject({ ok: true, operations: [{ state: "done" }] });
    await station.until(kind, ({ altHomeM }) => Math.abs(altHomeM - 20) < 1);
  });

  it("is not disarmed in the air, and says so", async () => {
    const result = await station.do(kind, { kind: "disarm" });

    expect(result.ok).toBe(false);
    expect((await station.truth(kind)).armed).toBe(true);
  });

  it("goes to a clicked point at a height above the ground there", async () => {
    const there = north(home, 60);

    const result = await station.do(kind, { kind: "go-to", position: there, altitude: { reference: "ground", m: 35 } });

    expect(result.ok).toBe(true);
    await station.until(kind, (truth) => metresBetween(truth, there) < 4 && Math.abs(truth.aboveGroundM - 35) < 2.5);
  });

  it("changes its height above home and above sea level", async () => {
    const { altMslM, altHomeM } = await station.truth(kind);
    const homeMslM = altMslM - altHomeM;

    const lower = await station.do(kind, { kind: "set-altitude", altitude: { reference: "home", m: 24 } });
    await station.until(kind, (truth) => Math.abs(truth.altHomeM - 24) < 2.5);
    const higher = await station.do(kind, { kind: "set-altitude", altitude: { reference: "msl", m: homeMslM + 30 } });
    await station.until(kind, (truth) => Math.abs(truth.altMslM - homeMslM - 30) < 2.5);

    expect([lower.ok, higher.ok]).toEqual([true, true]);
  });

  it("flies slower and faster as it is told", async () => {
    const slow = await station.do(kind, { kind: "set-speed", speedMps: 2 });
    // So far that it is still on its way whenever somebody looks.
    await station.do(kind, { kind: "go-to", position: north(home, 240) });
    await station.until(kind, ({ groundMps }) => groundMps > 1.6 && groundMps < 2.5);
    const fast = await station.do(kind, { kind: "set-speed", speedMps: 8 });
    await station.until(kind, ({ groundMps }) => groundMps > 3);

    expect([slow.ok, fast.ok]).toEqual([true, true]);
    await station.do(kind, { kind: "go-to", position: home });
    await station.until(kind, (truth) => metresBetween(truth, home) < 5);
  });

  it("turns its nose", async () => {
    const result = await station.do(kind, { kind: "set-heading", headingRad: 2 });

    expect(result.ok).toBe(true);
    await station.until(kind, ({ headingRad }) => Math.abs(headingRad - 2) < 0.15);
  });

  it("orbits a point in the direction it is told, until it is held", async () => {
    const centre = north(home, 30);
    const operation = await station.begin(kind, { kind: "orbit", centre, radiusM: 25, clockwise: true, speedMps: 5 });
    const onCircle = (truth: { latDeg: number; lonDeg: number }) => Math.abs(metresBetween(truth, centre) - 25) < 5;
    const bearing = (truth: { latDeg: number; lonDeg: number }) =>
      Math.atan2((truth.lonDeg - centre.lonDeg) * 0.858, truth.latDeg - centre.latDeg);

    const first = bearing(await station.until(kind, onCircle));
    const turned = (truth: { latDeg: number; lonDeg: number }) => {
      const by = bearing(truth) - first;
      return by - 2 * Math.PI * Math.floor(by / (2 * Math.PI));
    };
    // A quarter round and more: clockwise, so that the bearing grows; and still on the circle.
    await station.until(kind, (truth) => onCircle(truth) && turned(truth) > 1.6 && turned(truth) < 3);
    const held = await station.do(kind, { kind: "hold" });
    await station.until(kind, ({ groundMps }) => groundMps < 0.6);

    expect(operation.kind).toBe("orbit");
    expect(held.ok).toBe(true);
    const { operations } = station.live.station.snapshot();
    expect(operations[operation.id]?.state).not.toBe("running");
  });

  it("points its camera by angles, at a place, and ahead again", async () => {
    const there = north(home, 80);
    const angles = await station.do(kind, { kind: "camera-angles", pitchRad: -0.8, yawRad: 0.5 });
    await station.until(
      kind,
      (truth) =>
        Math.abs(truth.gimbalPitchRad + 0.8) < 0.1 &&
        Math.abs(Math.sin(truth.gimbalYawRad - truth.headingRad - 0.5)) < 0.1,
    );

    const look = await station.do(kind, { kind: "camera-look-at", position: there });
    await station.until(kind, (truth) => {
      const bearing = Math.atan2((there.lonDeg - truth.lonDeg) * 0.858, there.latDeg - truth.latDeg);
      const down = Math.atan2(truth.aboveGroundM, metresBetween(truth, there));
      return Math.abs(Math.sin(truth.gimbalYawRad - bearing)) < 0.12 && Math.abs(truth.gimbalPitchRad + down) < 0.12;
    });
    const centre = await station.do(kind, { kind: "camera-centre" });
    await station.until(
      kind,
      (truth) =>
        Math.abs(truth.gimbalPitchRad) < 0.1 && Math.abs(Math.sin(truth.gimbalYawRad - truth.headingRad)) < 0.1,
    );

    expect([angles.ok, look.ok, centre.ok]).toEqual([true, true, true]);
  });

  it("takes a photo, films and zooms", async () => {
    const { photos } = await station.truth(kind);

    const results = [
      await station.do(kind, { kind: "camera-photo" }),
      await station.do(kind, { kind: "camera-video", recording: true }),
    ];
    const filming = await station.truth(kind);
    results.push(
      await station.do(kind, { kind: "camera-video", recording: false }),
      await station.do(kind, { kind: "camera-zoom", fraction: 1 }),
    );
    const after = await station.truth(kind);
    results.push(await station.do(kind, { kind: "camera-zoom", fraction: 0 }));

    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
    expect(filming).toMatchObject({ photos: photos + 1, filming: true });
    expect(after).toMatchObject({ filming: false, zoom: 4 });
    expect((await station.truth(kind)).zoom).toBe(1);
  });

  it("sets any mode its firmware lists, and refuses one that it has not", async () => {
    const mode = kind === "copter" ? "POSHOLD" : "Position";

    expect(station.view(kind).modes).toContain(mode);
    expect(await station.do(kind, { kind: "set-mode", mode })).toMatchObject({ ok: true });
    expect((await station.truth(kind)).mode).toBe(mode);
    expect(await station.do(kind, { kind: "set-mode", mode: "NO SUCH" })).toMatchObject({ ok: false });
    expect((await station.truth(kind)).mode).toBe(mode);
  });

  it("returns, lands and disarms itself", async () => {
    const result = await station.do(kind, { kind: "return" });

    expect(result.ok).toBe(true);
    const landed = await station.until(kind, ({ armed }) => !armed);
    expect(metresBetween(landed, home)).toBeLessThan(5);
    expect(landed.aboveGroundM).toBeLessThan(0.3);
  });

  it("lands where it is when it is told to land", async () => {
    await station.do(kind, { kind: "take-off", heightM: 12 });
    await station.until(kind, ({ altHomeM }) => altHomeM > 10);

    const result = await station.do(kind, { kind: "land" });

    expect(result.ok).toBe(true);
    const landed = await station.until(kind, ({ armed }) => !armed);
    expect(landed.aboveGroundM).toBeLessThan(0.3);
  });

  it("falls when its motors are stopped in an emergency", async () => {
    await station.do(kind, { kind: "take-off", heightM: 15 });
    await station.until(kind, ({ altHomeM }) => altHomeM > 13);

    const result = await station.do(kind, { kind: "emergency-stop" });

    expect(result.ok).toBe(true);
    const fallen = await station.until(kind, ({ aboveGroundM }) => aboveGroundM < 0.3);
    expect(fallen.armed).toBe(false);
  });
});
