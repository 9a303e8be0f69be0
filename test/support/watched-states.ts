import { WebSocket } from "ws";
import type { ClockView } from "../../shared/wire/state.ts";
import type { StreamMessage } from "../../shared/wire/stream.ts";
import { eventually, type LiveStation } from "./live-station.ts";

type Json = Record<string, unknown>;

/** What a client's screen showed, and when by the station's clock. */
export interface SeenState {
  readonly clock: ClockView;
  /** By collection, as JSON. */
  readonly state: Readonly<Record<string, Json>>;
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

const without = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** A client of the live stream that keeps every state it was shown: put together here once more, apart from the program. */
export const watchStates = async (live: Pick<LiveStation, "origin" | "headers">) => {
  const url = `${live.origin.replace("http", "ws")}/api/stream`;
  const socket = new WebSocket(url, { headers: { authorization: live.headers.authorization ?? "" } });
  const seen: SeenState[] = [];
  let state: Record<string, Json> = {};
  const isPart = (name: string) => !["clock", "trails", "trailDetails", "eventN", "numbering"].includes(name);
  socket.on("message", (data) => {
    const message: StreamMessage = JSON.parse(String(data));
    if (message.type === "snapshot") {
      state = Object.fromEntries(Object.entries(message.snapshot).filter(([name]) => isPart(name))) as typeof state;
    } else if (message.type === "delta") {
      const { clock, ...changed } = message.delta;
      const next = { ...state };
      for (const [name, entries] of Object.entries(changed)) {
        if (name === "station") next.station = entries as Json;
        else if (name !== "vehicles") next[name] = without({ ...next[name], ...(entries as Json) });
        else {
          const vehicles: Json = { ...next.vehicles };
          for (const [id, groups] of Object.entries(entries as Json)) {
            const known = vehicles[id];
            vehicles[id] = isObject(groups) ? without({ ...(isObject(known) ? known : {}), ...groups }) : groups;
          }
          next.vehicles = without(vehicles);
        }
      }
      state = next;
      seen.push({ clock, state });
    }
  });
  await eventually(() => Object.keys(state).length > 0);
  return { seen, close: () => socket.close() };
};

/** As a client gets it. */
export const asSeen = (state: object): Readonly<Record<string, unknown>> =>
  JSON.parse(
    JSON.stringify(
      Object.fromEntries(
        Object.entries(state).map(([name, part]) => [name, part instanceof Map ? Object.fromEntries(part) : part]),
      ),
    ),
  );
