import { createSocket } from "node:dgram";
import { FrameWriter } from "../../shared/mavlink/codec.ts";
import type { MessageFields } from "../../shared/mavlink/messages.ts";

/** In a process of its own: vehicles on their own UDP sockets. Arguments: port, vehicles, messages a second, seconds. */
const [port = 0, vehicles = 100, messagesPerS = 50, seconds = 20] = process.argv.slice(2).map(Number);

const fleet = Array.from({ length: vehicles }, (_, index) => ({
  socket: createSocket({ type: "udp4", sendBufferSize: 1 << 20 }),
  writer: new FrameWriter({ systemId: index + 1, componentId: 1 }),
  positions: 0,
}));

/** Custom mode, armed, guided and auto: a copter on its mission. */
const armedAuto: number = 209;

/** Attitude, velocities and absolute position. */
const goodEstimate: number = 831;

const originMs = performance.timeOrigin;
const startMs = performance.now();
let sent = 0;

/** A position that says when it was sent: latitude counts, longitude has the ms since 1970 modulo a minute. */
const position = (
  vehicle: (typeof fleet)[number],
  index: number,
  nowMs: number,
): MessageFields["GLOBAL_POSITION_INT"] => {
  vehicle.positions += 1;
  const lat = 300_000_000 + index * 100_000 + vehicle.positions;
  const lon = 1_200_000_000 + Math.round((originMs + nowMs) % 60_000);
  const rest = { relativeAlt: 40_000, vx: 0, vy: 0, vz: 0, hdg: 0 };
  return { timeBootMs: Math.round(nowMs + 100_000), lat, lon, alt: 45_000, ...rest };
};

const message = (index: number, slot: number, nowMs: number): Uint8Array => {
  const vehicle = fleet[index];
  if (vehicle === undefined) throw new Error(`There is no vehicle ${index}.`);
  const { writer } = vehicle;
  const timeBootMs = Math.round(nowMs + 100_000);
  if (slot % 5 === 0 || slot % 5 === 2) return writer.write("GLOBAL_POSITION_INT", position(vehicle, index, nowMs));
  if (slot % 5 !== 4) return writer.write("ATTITUDE", { timeBootMs, yaw: (slot % 50) / 10, roll: 0.01 * slot });
  switch (slot % 50) {
    case 4:
      return writer.write("HEARTBEAT", { type: 2, autopilot: 3, baseMode: armedAuto, systemStatus: 4, customMode: 3 });
    case 9: {
      const place = { lat: 300_000_000 + index * 100_000, lon: 1_200_000_000, alt: 45_000 };
      return writer.write("GPS_RAW_INT", {
        ...place,
        fixType: 3,
        satellitesVisible: 12,
        timeUsec: BigInt(timeBootMs) * 1000n,
      });
    }
    case 14:
      return writer.write("SYS_STATUS", { voltageBattery: 12_400, currentBattery: 1200, batteryRemaining: 80 });
    case 19:
      return writer.write("EKF_STATUS_REPORT", { flags: goodEstimate });
    default:
      return writer.write("VFR_HUD", { groundspeed: 5 + slot / 100, heading: slot % 360, alt: 45, climb: 0.1 });
  }
};

const slotMs = 1000 / messagesPerS;
const next = fleet.map((_, index) => Math.floor((index / vehicles) * slotMs));
const slots = fleet.map(() => 0);

const step = () => {
  const elapsedMs = performance.now() - startMs;
  for (let index = 0; index < vehicles; index++) {
    const vehicle = fleet[index];
    let dueMs = next[index] ?? 0;
    while (vehicle !== undefined && dueMs <= elapsedMs && dueMs < seconds * 1000) {
      // The first slot of all is a heartbeat: nothing is known of a vehicle before.
      const slot = slots[index] ?? 0;
      vehicle.socket.send(message(index, slot + 4, performance.now()), port, "127.0.0.1");
      sent += 1;
      slots[index] = slot + 1;
      dueMs += slotMs;
    }
    next[index] = dueMs;
  }
  if (elapsedMs < seconds * 1000 + slotMs) setTimeout(step, 5);
  else setTimeout(finish, 200);
};

const finish = () => {
  for (const { socket } of fleet) socket.close();
  process.send?.({ sent }, () => process.exit(0));
};

step();
