import { describe, expect, it } from "vitest";
import { emergencyStopJob } from "../../../../shared/protocols/actions/emergency-stop.ts";
import { holdJob, landJob, returnJob, takeOffJob } from "../../../../shared/protocols/actions/flying.ts";
import { goJob, heightJob } from "../../../../shared/protocols/actions/going.ts";
import { missionSkipJob, missionStartJob } from "../../../../shared/protocols/actions/mission-actions.ts";
import { setModeJob } from "../../../../shared/protocols/actions/modes-and-arming.ts";
import { orbitJob } from "../../../../shared/protocols/actions/orbiting.ts";
import { speedJob } from "../../../../shared/protocols/actions/reposition.ts";
import { turnJob } from "../../../../shared/protocols/actions/turning.ts";
import { asRad } from "../../../../shared/units/angle.ts";
import type { VehicleState } from "../../../../shared/vehicle/vehicle-state.ts";
import { actionContext, JobDriver } from "../../../support/job-driver.ts";
import { vehicleView } from "../../../support/station-server.ts";

const home = { atMs: 0, latDeg: 30.87, lonDeg: 120.43, altMslM: 100 };
const goal = { latDeg: 30.871, lonDeg: 120.431 };
const mode = (name: string, customMode = 99) => ({ atMs: 0, name, customMode });
const at = (altMslM: number, change: { latDeg?: number } = {}) => ({
  position: { atMs: 0, latDeg: 30.87, lonDeg: 120.43, altMslM, altHomeM: altMslM - 100, ...change },
});

const vehicle = (change: Partial<VehicleState>): VehicleState =>
  vehicleView("1", { home, armed: true, mode: mode("GUIDED", 4), ...at(130), ...change });
const copter = vehicle({});
const px4 = vehicle({ autopilot: "px4", mode: mode("Hold") });
const rover = vehicle({ kind: "ground-robot", mavType: 10, mode: mode("GUIDED", 15) });
const plane = vehicle({ kind: "fixed-wing", mavType: 1, mode: mode("GUIDED", 15) });
const other = vehicle({ autopilot: "other", mode: mode("MODE(99)") });

const drive = (start: VehicleState, make: (context: ReturnType<typeof actionContext>) => ReturnType<typeof goJob>) =>
  new JobDriver(make(actionContext(start)));

describe("going somewhere", () => {
  it("is a COMMAND_INT that changes the mode, with the height in its own frame", () => {
    const go = (start: VehicleState, altitude: { reference: "home" | "msl" | "ground"; m: number }) =>
      drive(start, (context) => goJob(context, start, { place: goal, altitude, speedMps: 7 })).last("COMMAND_INT");

    const place = { command: 192, _param1: 7, _param2: 1, _param5: 308_710_000, _param6: 1_204_310_000 };
    expect(go(copter, { reference: "home", m: 40 })).toMatchObject({ ...place, frame: 3, _param7: 40 });
    expect(go(copter, { reference: "msl", m: 160 })).toMatchObject({ ...place, frame: 0, _param7: 160 });
    // The vehicle may know the ground where the station doesn't.
    expect(go(copter, { reference: "ground", m: 50 })).toMatchObject({ ...place, frame: 10, _param7: 50 });
    // PX4 counts from the sea only.
    expect(go(px4, { reference: "home", m: 40 })).toMatchObject({ ...place, frame: 0, _param7: 140 });
  });

  it("keeps the height that it has where none is given", () => {
    expect(drive(copter, (context) => goJob(context, copter, { place: goal })).last("COMMAND_INT")).toMatchObject({
      frame: 0,
      _param7: 130,
    });
  });

  it("counts from the ground that the station knows", () => {
    const job = goJob(actionContext(copter, { groundMslM: () => 90 }), copter, {
      place: goal,
      altitude: { reference: "ground", m: 50 },
    });

    expect(new JobDriver(job).last("COMMAND_INT")).toMatchObject({ frame: 0, _param7: 140 });
  });

  it("looks at the ground on the way, but lets a low one rise", () => {
    const step = (latDeg: number) => (latDeg > 30.8705 ? 128 : 99);
    const go = (start: VehicleState, m: number) => {
      const context = actionContext(start, { groundMslM: ({ latDeg }) => step(latDeg) });
      const { status } = new JobDriver(goJob(context, start, { place: goal, altitude: { reference: "msl", m } }));
      return status.state === "failed" ? status.fault.params.reason : "goes";
    };

    expect(go(vehicle(at(135)), 135)).toBe("goes");
    expect(go(vehicle(at(129)), 129)).toBe("terrain");
    // Up to a safe height at the end, but through the hill on the way.
    expect(go(vehicle(at(101)), 150)).toBe("terrain");
    const low = vehicle(at(100.2));
    const up = heightJob(actionContext(low, { groundMslM: () => 99 }), low, { reference: "home", m: 20 });
    expect(new JobDriver(up).commands).toEqual([192]);
    const down = heightJob(actionContext(low, { groundMslM: () => 99 }), low, { reference: "msl", m: 97 });
    expect(new JobDriver(down).commands).toEqual([]);
  });

  it("says why it can't", () => {
    const fault = (start: VehicleState, altitude?: { reference: "home" | "ground"; m: number }, nowMs = 0) => {
      const job = goJob(actionContext(start, { nowMs }), start, { place: goal, altitude });
      const { status } = new JobDriver(job);
      return status.state === "failed" ? [status.fault.code, status.fault.params.reason] : [];
    };
    const { home: _home, ...homeless } = px4;
    const { position: _position, ...lost } = copter;

    expect(fault(homeless, { reference: "home", m: 40 })).toEqual(["not-possible", "no-home"]);
    expect(fault(px4, { reference: "ground", m: 40 })).toEqual(["not-possible", "no-terrain"]);
    expect(fault(lost)).toEqual(["no-position", undefined]);
    expect(fault(copter, undefined, 6_000)).toEqual(["no-position", undefined]);
    expect(fault(vehicle({ armed: false }))).toEqual(["not-possible", "not-armed"]);
  });

  it("is done only when it was accepted, the mode says so, and it moves", () => {
    const start = vehicle({ mode: mode("AUTO", 3) });
    const driver = drive(start, (context) => goJob(context, start, { place: goal })).ack(192);
    const accepted = driver.status.state;
    driver.see(vehicle({ mode: mode("AUTO", 3), ...at(130, { latDeg: 30.8703 }) }));
    const moving = driver.status.state;
    driver.see(copter);
    const guided = driver.status.state;
    driver.see(vehicle(at(130, { latDeg: 30.8701 })));

    expect([accepted, moving, guided, driver.status.state]).toEqual(["running", "running", "running", "done"]);
  });

  it("is not to a place that nobody can have meant, nor into ground that only the vehicle knows", () => {
    const reason = (place: typeof goal, m?: number) => {
      const altitude = m === undefined ? undefined : ({ reference: "ground", m } as const);
      const { status } = new JobDriver(goJob(actionContext(copter), copter, { place, altitude }));
      return status.state === "failed" ? status.fault.params.reason : status.state;
    };
    const circle = orbitJob(actionContext(copter), copter, {
      centre: { latDeg: 0, lonDeg: 0 },
      radiusM: 20,
      clockwise: true,
    });

    expect([reason({ latDeg: 0, lonDeg: 0 }), reason(goal, 0), reason(goal, -20), reason(goal, 30)]).toEqual([
      "too-far",
      "terrain",
      "terrain",
      "running",
    ]);
    expect(new JobDriver(circle).status).toMatchObject({ fault: { params: { reason: "too-far" } } });
  });

  it("is not confirmed by one that flies on to where it was sent before", () => {
    const velocity = { atMs: 0, northMps: -5, eastMps: 0, groundMps: 5 };
    const elsewhere = vehicle({ velocity });
    const driver = drive(elsewhere, (context) => goJob(context, elsewhere, { place: goal })).ack(192);
    driver.see(vehicle({ velocity, ...at(130, { latDeg: 30.8699 }) }));
    const away = driver.status.state;
    driver.see(vehicle({ velocity: { ...velocity, northMps: 2 }, ...at(130, { latDeg: 30.8699 }) }));

    expect([away, driver.status.state]).toEqual(["running", "done"]);
  });

  it("is not confirmed where nothing moves", () => {
    const driver = drive(copter, (context) => goJob(context, copter, { place: goal }))
      .ack(192)
      .pass(21_000);

    expect(driver.status).toEqual({ state: "failed", fault: { code: "not-confirmed", params: {} } });
  });

  it("doesn't get round a refusal of the place", () => {
    const driver = drive(copter, (context) => goJob(context, copter, { place: goal }))
      .ack(192, 2)
      .pass(3_000);

    expect(driver.sent.map(({ name }) => name)).toEqual(["COMMAND_INT"]);
    expect(driver.status).toMatchObject({ state: "failed", fault: { code: "denied" } });
  });

  it("gives a rover that doesn't know the command a target in guided mode", () => {
    const driver = drive(rover, (context) => goJob(context, rover, { place: goal })).ack(192, 3);
    driver.pass(1_500);

    expect(driver.last("SET_POSITION_TARGET_GLOBAL_INT")).toMatchObject({
      coordinateFrame: 6,
      typeMask: 0b110111111000,
      latInt: 308_710_000,
      lonInt: 1_204_310_000,
    });
    expect(driver.status.state).toBe("running");
    driver.see(
      vehicle({ kind: "ground-robot", mavType: 10, mode: mode("GUIDED", 15), ...at(130, { latDeg: 30.8701 }) }),
    );
    expect(driver.status.state).toBe("done");
  });
});

describe("taking off", () => {
  it("of a copter goes by guided mode, arming and the command, each when the one before is shown", () => {
    const start = vehicle({ armed: false, mode: mode("STABILIZE", 0), ...at(100) });
    const driver = drive(start, (context) => takeOffJob(context, start, 12));
    const first = [...driver.commands];
    driver.ack(176);
    const acceptedOnly = [...driver.commands];
    driver.see(vehicle({ armed: false, ...at(100) }));
    driver.ack(400).see(vehicle(at(100)));
    driver.ack(22);
    const beforeRise = driver.status.state;
    driver.see(vehicle(at(101)));
    const risen = driver.status.state;
    driver.see(vehicle(at(111.2)));

    expect(first).toEqual([176]);
    expect(acceptedOnly).toEqual([176]);
    expect(driver.commands).toEqual([176, 400, 22]);
    expect(driver.last("COMMAND_LONG")).toMatchObject({ command: 22, _param7: 12 });
    expect([beforeRise, risen, driver.status.state]).toEqual(["running", "running", "done"]);
  });

  it("of PX4 says the height above the sea first, and then arms", () => {
    const start = vehicle({ autopilot: "px4", armed: false, mode: mode("Hold"), ...at(100) });
    const driver = drive(start, (context) => takeOffJob(context, start, 12));
    const { _param5, _param6, _param7 } = driver.last("COMMAND_LONG");
    driver.ack(22).ack(400);
    driver.see(vehicle({ autopilot: "px4", mode: mode("Takeoff"), ...at(101) }));
    driver.see(vehicle({ autopilot: "px4", mode: mode("Takeoff"), ...at(112) }));

    expect([_param5, _param6, _param7]).toEqual([Number.NaN, Number.NaN, 112]);
    expect(driver.commands).toEqual([22, 400]);
    expect(driver.status.state).toBe("done");
  });

  it("stops at a refusal", () => {
    const start = vehicle({ armed: false, ...at(100) });
    const driver = drive(start, (context) => takeOffJob(context, start, 12))
      .ack(400, 4)
      .pass(2_000);

    expect(driver.commands).toEqual([400]);
    expect(driver.status).toMatchObject({ state: "failed", fault: { code: "failed" } });
  });
});

describe("the other firmwares", () => {
  it("PX4 orbits by itself, against the clock with a negative radius", () => {
    const orbit = { centre: goal, radiusM: 30, clockwise: false, speedMps: 4 };
    const driver = drive(px4, (context) => orbitJob(context, px4, orbit)).ack(34);
    const accepted = driver.status.state;
    driver.see(vehicle({ autopilot: "px4", mode: mode("Orbit") }));

    expect(driver.last("COMMAND_INT")).toMatchObject({ command: 34, _param1: -30, _param2: 4, _param7: 130, frame: 0 });
    expect([accepted, driver.status.state]).toEqual(["running", "done"]);
  });

  it("ArduPlane loiters round the place, the way round in parameter 4", () => {
    const orbit = { centre: goal, radiusM: 80, clockwise: false };

    expect(drive(plane, (context) => orbitJob(context, plane, orbit)).last("COMMAND_INT")).toMatchObject({
      command: 192,
      _param3: 80,
      _param4: 1,
    });
    expect(drive(plane, (context) => speedJob(context, plane, 17)).last("COMMAND_LONG")).toMatchObject({
      command: 178,
      _param1: 0,
      _param2: 17,
    });
  });

  it("a copter that is led round is let go where another takes over, and stays where it is when it is ended", () => {
    const orbit = { centre: goal, radiusM: 30, clockwise: true };
    const job = orbitJob(actionContext(copter), copter, orbit);
    const driver = new JobDriver(job).pass(1_000);
    const targets = driver.sent.length;
    driver.see(vehicle({ mode: mode("LOITER", 5) })).pass(1_000);

    expect(targets).toBeGreaterThanOrEqual(4);
    expect(driver.sent.length).toBe(targets);
    expect(driver.status).toMatchObject({ state: "failed", fault: { code: "superseded" } });
    const led = orbitJob(actionContext(copter), copter, orbit);
    led.start(0);
    expect(led.cancel(100)).toMatchObject([
      { name: "SET_POSITION_TARGET_GLOBAL_INT", fields: { latInt: 308_700_000 } },
    ]);
  });

  it("a copter isn't led by a position that is old", () => {
    const driver = new JobDriver(
      orbitJob(actionContext(copter), copter, { centre: goal, radiusM: 30, clockwise: true }),
    );

    expect(driver.pass(10_000).sent.length).toBeLessThan(12);
  });

  it("an unknown autopilot gets plain commands, done when it accepts", () => {
    const said = (make: (context: ReturnType<typeof actionContext>) => ReturnType<typeof goJob>, command: number) => {
      const driver = drive(other, make);
      driver.ack(command);
      return [driver.commands, driver.status.state];
    };

    expect(said((context) => returnJob(context, other), 20)).toEqual([[20], "done"]);
    expect(said((context) => landJob(context, other), 21)).toEqual([[21], "done"]);
    expect(said((context) => holdJob(context, other), 193)).toEqual([[193], "done"]);
    expect(said((context) => missionStartJob(context, other), 300)).toEqual([[300], "done"]);
  });

  it("a mission that a copter takes the mode for, but disarmed by itself meanwhile, is not called started", () => {
    const start = (end: VehicleState) => {
      const driver = drive(copter, (context) => missionStartJob(context, copter))
        .ack(300, 4)
        .pass(1_500)
        .ack(176);
      return driver.see(end).status;
    };

    expect(start(vehicle({ mode: mode("AUTO", 3) })).state).toBe("done");
    expect(start(vehicle({ mode: mode("AUTO", 3), armed: false }))).toMatchObject({
      state: "failed",
      fault: { code: "not-possible", params: { reason: "not-armed" } },
    });
  });

  it("a mode that is refused by command is asked for by SET_MODE where the command isn't known", () => {
    const driver = drive(copter, (context) => setModeJob(context, copter, "RTL")).ack(176, 3);

    expect(driver.last("SET_MODE")).toMatchObject({ baseMode: 1, customMode: 6 });
    driver.ack(11).see(vehicle({ mode: mode("RTL", 6) }));
    expect(driver.status.state).toBe("done");
  });

  it("hold takes the next best mode where the best is refused", () => {
    const driver = drive(copter, (context) => holdJob(context, copter));
    const first = driver.last("COMMAND_LONG")._param2;
    driver.ack(176, 4).pass(1_500);

    expect([first, driver.last("COMMAND_LONG")._param2]).toEqual([17, 5]);
  });

  it("a plane or a PX4 rover doesn't turn on the spot", () => {
    for (const start of [plane, vehicle({ autopilot: "px4", kind: "ground-robot", mavType: 10 })]) {
      expect(drive(start, (context) => turnJob(context, start, 1)).status).toMatchObject({
        state: "failed",
        fault: { code: "not-possible" },
      });
    }
  });

  it("a rover is told its heading again while it turns, because it forgets", () => {
    const driver = drive(rover, (context) => turnJob(context, rover, 1))
      .ack(213)
      .pass(2_000)
      .ack(213);
    const facing = { atMs: 0, rollRad: asRad(0), pitchRad: asRad(0), yawRad: asRad(1.02) };
    driver.see(vehicle({ kind: "ground-robot", mavType: 10, mode: mode("GUIDED", 15), attitude: facing })).pass(100);

    expect(driver.commands).toEqual([213, 213]);
    expect(driver.status.state).toBe("done");
  });
});

describe("an emergency stop", () => {
  it("is said three times a second, by force, for ten seconds", () => {
    const driver = drive(copter, (context) => emergencyStopJob(context, copter)).pass(15_000);

    expect(driver.commands.length).toBeGreaterThan(28);
    expect(new Set(driver.commands)).toEqual(new Set([400]));
    expect(driver.last("COMMAND_LONG")).toMatchObject({ _param1: 0, _param2: 21_196 });
    expect(driver.status).toMatchObject({ state: "failed", fault: { code: "no-answer" } });
  });

  it("ends the flight where the forced disarm is refused", () => {
    const driver = drive(px4, (context) => emergencyStopJob(context, px4))
      .ack(400, 2)
      .pass(1_500);

    expect(driver.commands).toContain(185);
    driver.ack(185).see(vehicle({ autopilot: "px4", armed: false }));
    expect(driver.status.state).toBe("done");
  });

  it("counts as done where its answer was lost and the motors are off", () => {
    const driver = drive(copter, (context) => emergencyStopJob(context, copter)).pass(500);
    driver.see(vehicle({ armed: false })).pass(12_000);

    expect(driver.status.state).toBe("done");
  });

  it("goes on though something was accepted that may have been arming, until the vehicle says that its motors are off", () => {
    const standing = vehicle({ armed: false });
    const driver = drive(standing, (context) => emergencyStopJob(context, standing)).ack(400);
    const afterAck = driver.status.state;
    driver.see(vehicle({ armed: true })).pass(3_000);
    const saidMeanwhile = driver.commands.length;
    const whileArmed = driver.status.state;
    driver.see(standing);

    expect([afterAck, whileArmed, driver.status.state]).toEqual(["running", "running", "done"]);
    expect(saidMeanwhile).toBeGreaterThan(8);
  });

  it("says plainly that the motors still run though it was accepted", () => {
    const driver = drive(copter, (context) => emergencyStopJob(context, copter))
      .ack(400)
      .pass(11_000);

    expect(driver.status).toMatchObject({ state: "failed", fault: { code: "not-confirmed" } });
    expect(driver.commands.length).toBeGreaterThan(28);
  });

  it("ends where the vehicle refuses both ways again and again", () => {
    const driver = drive(copter, (context) => emergencyStopJob(context, copter));
    for (let i = 0; i < 3; i++) driver.ack(400, 4).ack(185, 3).pass(400);

    expect(driver.status).toMatchObject({ state: "failed", fault: { code: "unsupported" } });
    expect(driver.nowMs).toBeLessThan(3_000);
  });
});

describe("skipping in a mission", () => {
  const atItem = (currentSeq: number, atMs = 0) => vehicle({ mission: { atMs, currentSeq, total: 9 } });

  it("is done when the vehicle says that it is there", () => {
    const start = atItem(2);
    const driver = drive(start, (context) => missionSkipJob(context, start, 5)).ack(224);
    const accepted = driver.status.state;
    driver.see(atItem(5, 100));

    expect([accepted, driver.status.state]).toEqual(["running", "done"]);
  });

  it("doesn't take an old report for an answer", () => {
    const start = atItem(6);
    const driver = drive(start, (context) => missionSkipJob(context, start, 4))
      .pass(200)
      .ack(224);
    const old = driver.see(atItem(6, 100)).status.state;
    const fresh = driver.see(atItem(6, 300)).status.state;

    expect([old, fresh]).toEqual(["running", "done"]);
  });

  it("falls back to the message, which nobody answers", () => {
    const start = atItem(2);
    const driver = drive(start, (context) => missionSkipJob(context, start, 5))
      .ack(224, 3)
      .pass(1_500);

    expect(driver.last("MISSION_SET_CURRENT")).toMatchObject({ targetSystem: 1, seq: 5 });
    expect(driver.status.state).toBe("running");
    expect(driver.see(atItem(5, 1_600)).status.state).toBe("done");
  });
});
