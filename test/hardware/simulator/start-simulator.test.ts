import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { connect, createConnection } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Scenario } from "../../../hardware/simulator/scenario.ts";
import { CameraView } from "../../../hardware/simulator/scene/camera-view.ts";
import { thermalStandOf } from "../../../hardware/simulator/scene/thermal-eye.ts";
import { Simulation } from "../../../hardware/simulator/simulation.ts";
import type { Simulator } from "../../../hardware/simulator/simulator.ts";
import { startSimulator } from "../../../hardware/simulator/start-simulator.ts";
import { buildWorld } from "../../../hardware/simulator/world.ts";
import { Y16Decoder } from "../../../hardware/thermal/y16-stream.ts";
import type { ThermalFrame } from "../../../shared/heat/thermal-frame.ts";
import { decodeMessage, FrameWriter } from "../../../shared/mavlink/codec.ts";
import type { MavlinkMessage, MessageFields } from "../../../shared/mavlink/messages.ts";
import { FrameScanner } from "../../../shared/mavlink/scanner.ts";
import { hoveringDrone, smallScenario, walkingDog } from "./small-scenario.ts";

interface Heard {
  readonly message: MavlinkMessage;
  readonly systemId: number;
  readonly componentId: number;
  readonly remote: RemoteInfo;
}

/** A ground station's UDP port, with what was heard on it. */
class Ground {
  readonly socket: Socket = createSocket("udp4");
  readonly heard: Heard[] = [];
  readonly #scanners = new Map<number, FrameScanner>();
  readonly #writer = new FrameWriter({ systemId: 255, componentId: 190 });
  #waiting: (() => void)[] = [];

  async open(): Promise<number> {
    this.socket.on("message", (bytes, remote) => {
      const scanner = this.#scanners.get(remote.port) ?? new FrameScanner();
      this.#scanners.set(remote.port, scanner);
      scanner.push(bytes, ({ systemId, componentId, ...frame }) => {
        const message = decodeMessage({ systemId, componentId, ...frame });
        if (message !== undefined) this.heard.push({ message, systemId, componentId, remote });
      });
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const resume of waiting) resume();
    });
    await new Promise<void>((resolve) => this.socket.bind(0, "127.0.0.1", resolve));
    return this.socket.address().port;
  }

  /** Waits until something heard satisfies a test. */
  async until(wanted: (heard: Heard) => boolean): Promise<Heard> {
    for (;;) {
      const found = this.heard.find(wanted);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  command(to: RemoteInfo, fields: Partial<MessageFields["COMMAND_LONG"]>): void {
    this.socket.send(this.#writer.write("COMMAND_LONG", fields), to.port, to.address);
  }
}

const opened: { simulators: Simulator[]; grounds: Ground[] } = { simulators: [], grounds: [] };

const start = async (scenario: Scenario, speed: number): Promise<{ simulator: Simulator; ground: Ground }> => {
  const ground = new Ground();
  opened.grounds.push(ground);
  const port = await ground.open();
  const simulator = await startSimulator({ scenario, target: { host: "127.0.0.1", port }, speed });
  opened.simulators.push(simulator);
  return { simulator, ground };
};

/** Asks the camera of the first vehicle heard for its stream. */
const streamUrl = async (ground: Ground): Promise<URL> => {
  const { systemId, remote } = await ground.until(({ componentId }) => componentId === 100);
  ground.command(remote, { targetSystem: systemId, targetComponent: 100, command: 512, _param1: 269 });
  const { message } = await ground.until(({ message }) => message.name === "VIDEO_STREAM_INFORMATION");
  if (message.name !== "VIDEO_STREAM_INFORMATION") throw new Error("unreachable");
  return new URL(message.fields.uri);
};

const nextFrame = (url: URL, wanted: (frame: ThermalFrame) => boolean): Promise<ThermalFrame> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname);
    const decoder = new Y16Decoder();
    socket.on("error", reject);
    socket.on("data", (bytes) =>
      decoder.push(bytes, (frame) => {
        if (!wanted(frame)) return;
        resolve({ ...frame, data: frame.data.slice() });
        socket.destroy();
      }),
    );
  });

afterEach(async () => {
  await Promise.all(opened.simulators.map((simulator) => simulator.close()));
  for (const { socket } of opened.grounds) socket.close();
  opened.simulators = [];
  opened.grounds = [];
});

describe("start-simulator", () => {
  it("sends each vehicle's MAVLink from a socket of its own and answers there", async () => {
    const { ground, simulator } = await start(smallScenario([hoveringDrone(), walkingDog()]), 10);

    const drone = await ground.until(({ systemId, message }) => systemId === 1 && message.name === "HEARTBEAT");
    const dog = await ground.until(({ systemId }) => systemId === 3);
    ground.command(drone.remote, { targetSystem: 1, targetComponent: 1, command: 511, _param1: 33, _param2: 100_000 });
    const ack = await ground.until(({ message }) => message.name === "COMMAND_ACK");
    const position = await ground.until(({ message }) => message.name === "GLOBAL_POSITION_INT");

    expect(dog.remote.port).not.toBe(drone.remote.port);
    expect(ack).toMatchObject({ systemId: 1, message: { fields: { command: 511, result: 0 } } });
    expect(position).toMatchObject({ systemId: 1, message: { fields: { lat: expect.closeTo(308_700_000, -4) } } });
    expect(simulator.truth.person).toEqual({ latDeg: 30.87, lonDeg: 120.433 });
    expect(simulator.heightsMslM.length).toBe(simulator.baseMap.terrain.rows * simulator.baseMap.terrain.columns);
  });

  it("serves thermal frames over TCP with the person at the pixel where the truth says", async () => {
    const scenario = smallScenario([hoveringDrone()]);
    const { ground } = await start(scenario, 10);
    const url = await streamUrl(ground);
    const simulation = new Simulation(scenario, buildWorld(scenario), scenario.seed);
    const [vehicle] = simulation.vehicles;
    if (vehicle === undefined) throw new Error("The scenario has no vehicle.");
    const settledMs = vehicle.bootMs + 6000;

    const frame = await nextFrame(url, ({ captureVehicleTimeMs }) => captureVehicleTimeMs > settledMs);
    // The same seed flies the same way: here is where the camera was at that moment.
    while (vehicle.bootMs < frame.captureVehicleTimeMs - 10) simulation.step();

    const view = new CameraView(thermalStandOf(vehicle), { widthPx: 640, heightPx: 512, hfovRad: frame.hfovRad ?? 0 });
    const { person, ground: terrain } = simulation.world;
    const expected = view.project([
      person.eastM,
      person.northM,
      terrain.heightMslM(person.eastM, person.northM) + 0.1,
    ]) ?? [0, 0];
    const kelvinPerCount = frame.radiometry?.kelvinPerCount ?? 0;
    let [sumX, sumY, count] = [0, 0, 0];
    for (const [i, value] of frame.data.entries()) {
      if (value * kelvinPerCount < 286.5) continue;
      sumX += i % 640;
      sumY += Math.floor(i / 640);
      count++;
    }
    expect(frame).toMatchObject({ widthPx: 640, heightPx: 512, captureSigmaMs: 8 });
    expect(count).toBeGreaterThan(20);
    expect(Math.hypot(sumX / count - expected[0], sumY / count - expected[1])).toBeLessThan(6);
  });

  it("lets a cold vehicle say its boot text before its first frame", async () => {
    const ground = new Ground();
    opened.grounds.push(ground);
    const port = await ground.open();
    const first = new Promise<Buffer>((resolve) => ground.socket.once("message", resolve));

    opened.simulators.push(
      await startSimulator({
        scenario: smallScenario([
          hoveringDrone({
            boot: "cold",
            start: { latDeg: 30.87, lonDeg: 120.433, headingDeg: 0, delayS: 0, airborne: false },
          }),
        ]),
        target: { host: "127.0.0.1", port },
        speed: 20,
      }),
    );

    expect((await first).toString("latin1")).toContain("Init ArduCopter V4.4.0-dev");
    expect((await ground.until(() => true)).systemId).toBe(1);
  });

  it("closes every socket and its worker", async () => {
    const { ground, simulator } = await start(smallScenario([hoveringDrone()]), 1);
    const url = await streamUrl(ground);
    let ended = "not told";
    simulator.onExit(() => {
      ended = "told";
    });

    await simulator.close();
    await simulator.close();
    ground.heard.length = 0;
    const refused = await new Promise<string>((resolve) => {
      const socket = createConnection(Number(url.port), url.hostname);
      socket.on("connect", () => resolve("connected"));
      socket.on("error", (error) => resolve("code" in error ? String(error.code) : "error"));
    });

    expect(refused).toBe("ECONNREFUSED");
    expect(ground.heard).toEqual([]);
    expect(ended).toBe("not told");
  });

  it("tells with the error when its worker dies", async () => {
    const simulator = await startSimulator({
      scenario: smallScenario([hoveringDrone()]),
      // There is no such port, which the worker finds out when it first sends.
      target: { host: "127.0.0.1", port: 99_999 },
      speed: 1,
    });

    const error = await new Promise<Error | undefined>((resolve) => simulator.onExit(resolve));
    const toldLate = await new Promise<Error | undefined>((resolve) => simulator.onExit(resolve));

    expect(error?.message).toMatch(/port/i);
    expect(toldLate).toBe(error);
    await simulator.close();
  });

  it("refuses a speed that makes no sense", async () => {
    const options = { scenario: smallScenario([hoveringDrone()]), target: { host: "127.0.0.1", port: 1 } };

    await expect(startSimulator({ ...options, speed: 0 })).rejects.toThrow("must be above 0");
  });
});
