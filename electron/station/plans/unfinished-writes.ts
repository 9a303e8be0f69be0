import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";

/** What writes a vehicle's lists. */
const writing: ReadonlySet<unknown> = new Set(["plan-upload", "mission-clear", "follow-path", "patrol"]);
/** As a fault tells what is on board: something whole. */
const whole: ReadonlySet<unknown> = new Set(["restored", "cleared"]);

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? new Map<string, unknown>(Object.entries(value)).get(name) : undefined;

/**
 * Vehicles that may have parts of two missions on board, by what earlier sessions recorded: something was being written when
 * the station ended, or was left half-done and nothing whole was written since. The vehicle itself can't tell.
 * @param events oldest first, `data` as JSON gives it
 */
export const unfinishedWrites = (events: Iterable<{ readonly kind: string; readonly data: unknown }>): VehicleId[] => {
  const open = new Map<string, VehicleId>();
  const mixed = new Set<VehicleId>();
  for (const { kind, data } of events) {
    const about = fieldOf(data, kind === "alert-raised" ? "alert" : "operation");
    const [id, vehicleId] = [fieldOf(about, "id"), fieldOf(about, "vehicleId")];
    if (typeof id !== "string" || typeof vehicleId !== "string") continue;
    if (kind === "alert-raised" && fieldOf(about, "code") === "mission-mixed") mixed.add(vehicleId);
    if (!writing.has(fieldOf(about, "kind"))) continue;
    if (kind === "operation-begun") open.set(id, vehicleId);
    if (kind !== "operation-ended") continue;
    open.delete(id);
    const onBoard = fieldOf(fieldOf(fieldOf(about, "fault"), "params"), "onBoard");
    if (fieldOf(about, "state") === "done" || whole.has(onBoard)) mixed.delete(vehicleId);
  }
  return [...new Set([...mixed, ...open.values()])];
};
