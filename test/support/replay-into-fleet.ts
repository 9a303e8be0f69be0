import { readFileSync } from "node:fs";
import { decodeMessage } from "../../shared/mavlink/codec.ts";
import type { Frame } from "../../shared/mavlink/frame.ts";
import type { MavlinkMessage } from "../../shared/mavlink/messages.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import { TlogReader } from "../../shared/mavlink/tlog.ts";
import { Fleet } from "../../shared/vehicle/fleet.ts";
import type { FleetEvent } from "../../shared/vehicle/fleet-event.ts";
import type { VehicleState } from "../../shared/vehicle/vehicle-state.ts";

export interface Replayed {
  readonly fleet: Fleet;
  readonly events: readonly FleetEvent[];
  readonly messages: number;
}

type Look = (vehicle: VehicleState, atS: number, message: MavlinkMessage) => void;

/** Plays a log into a fleet; `look` sees the vehicle after each of its messages, `atS` seconds after the first one. */
export const replayIntoFleet = (path: string, look: Look = () => {}): Replayed => {
  const fleet = new Fleet({ ownSystemId: 255, replay: true });
  const events: FleetEvent[] = [];
  fleet.on((event) => events.push(event));
  let firstMs: number | undefined;
  let tickedMs = 0;
  let messages = 0;
  const onFrame = (frame: Frame, nowMs: number) => {
    firstMs ??= nowMs;
    messages++;
    const message = decodeMessage(frame);
    fleet.receive({ channelId: "log", frame, message, nowMs, utcMs: nowMs });
    if (nowMs - tickedMs >= 100) {
      fleet.tick(nowMs, nowMs);
      tickedMs = nowMs;
    }
    if (message === undefined) return;
    for (const vehicle of fleet.vehicles.values()) {
      if (vehicle.systemId === frame.systemId) look(vehicle, (nowMs - firstMs) / 1000, message);
    }
  };
  if (path.endsWith(".tlog")) {
    const reader = new TlogReader();
    const onRecord = (utcUs: number | undefined, frame: Frame) => onFrame(frame, (utcUs ?? 0) / 1000);
    reader.push(readFileSync(path), onRecord);
    reader.flush(onRecord);
  } else {
    // Raw bytes have no times: 64 messages a second is what this recording had.
    let nowMs = 1_000_000;
    new FrameScanner().push(readFileSync(path), (frame) => {
      nowMs += 1000 / 64;
      onFrame(frame, nowMs);
    });
  }
  return { fleet, events, messages };
};
