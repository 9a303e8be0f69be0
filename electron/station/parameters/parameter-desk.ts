import type { Frame } from "../../../shared/mavlink/frame.ts";
import type { Job, JobStep } from "../../../shared/protocols/job.ts";
import { parametersFetchJob } from "../../../shared/protocols/parameters/fetch-parameters.ts";
import { parameterEncoding } from "../../../shared/protocols/parameters/parameter-value.ts";
import { type ParameterWish, parametersSetJob } from "../../../shared/protocols/parameters/set-parameters.ts";
import type { FleetEvent } from "../../../shared/vehicle/fleet-event.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { FrameArrival } from "../channel-intake.ts";
import type { FleetHost } from "../fleet-host.ts";
import type { JobContext } from "../flight/operation-order.ts";
import type { StationClock } from "../station-clock.ts";
import type { VehicleBoard } from "../vehicle-board.ts";
import { VehicleParameters } from "./vehicle-parameters.ts";

export interface ParameterDeskOptions {
  readonly clock: StationClock;
  readonly fleet: Pick<FleetHost, "vehicles"> & {
    readonly fleet: Pick<FleetHost["fleet"], "vehiclesOn" | "routeOf">;
  };
  readonly board: Pick<VehicleBoard, "setExtras">;
}

const paramValueId = 22;

/** Keeps the parameters of every vehicle, as far as they were heard, and makes the jobs that read and write them. */
export class ParameterDesk {
  readonly #options: ParameterDeskOptions;
  readonly #tables = new Map<VehicleId, VehicleParameters>();

  constructor(options: ParameterDeskOptions) {
    this.#options = options;
  }

  /** @returns undefined where nothing was heard of its parameters */
  table(id: VehicleId): VehicleParameters | undefined {
    return this.#tables.get(id);
  }

  /** A value as the vehicle told it last; undefined where it didn't. */
  parameterOf(id: VehicleId, name: string): number | undefined {
    return this.#tables.get(id)?.values.get(name)?.value;
  }

  /** Every frame, after the fleet has taken it. */
  receive({ channel, frame, message }: FrameArrival): void {
    if (frame.messageId !== paramValueId || message?.name !== "PARAM_VALUE") return;
    const { clock, fleet } = this.#options;
    const { fields } = message;
    const bits = valueBits(frame);
    for (const id of fleet.fleet.vehiclesOn(channel.id)) {
      const vehicle = fleet.vehicles.get(id);
      // A camera has parameters of its own.
      if (vehicle?.systemId !== frame.systemId || fleet.fleet.routeOf(id)?.componentId !== frame.componentId) continue;
      const table = this.#tableOf(id);
      if (table.heard({ fields, encoding: parameterEncoding(vehicle), bits }, clock.nowMs())) this.#show(id);
    }
  }

  onFleetEvent(event: FleetEvent): void {
    if (event.kind !== "reboot") return;
    this.#tables.get(event.vehicleId)?.rebooted();
    this.#show(event.vehicleId);
  }

  /** To be called now and then. */
  tick(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const [id, table] of this.#tables) if (table.tick(nowMs)) this.#show(id);
  }

  fetchJob({ vehicle: { id }, target }: Pick<JobContext, "vehicle" | "target">): Job {
    const { clock } = this.#options;
    const table = this.#tableOf(id);
    const job = parametersFetchJob({
      target,
      onProgress: ({ received, total }) => {
        table.fetchWent(received, total, clock.nowMs());
        this.#show(id);
      },
      onComplete: (names) => table.fetchCompleted(names),
    });
    const ended = () => {
      table.fetchEnded();
      this.#show(id);
    };
    const began = (nowMs: number) => {
      table.fetchBegan(nowMs);
      this.#show(id);
    };
    return watched(job, began, ended);
  }

  setJob({ vehicle, target }: Pick<JobContext, "vehicle" | "target">, values: readonly ParameterWish[]): Job {
    const known = this.#tables.get(vehicle.id)?.values;
    const typed = values.map(({ name, value }) => {
      const type = known?.get(name)?.type;
      return { name, value, ...(type === undefined ? {} : { type }) };
    });
    return parametersSetJob({ target, encoding: parameterEncoding(vehicle), values: typed });
  }

  #tableOf(id: VehicleId): VehicleParameters {
    const known = this.#tables.get(id);
    if (known !== undefined) return known;
    const table = new VehicleParameters();
    this.#tables.set(id, table);
    return table;
  }

  #show(id: VehicleId): void {
    const table = this.#tables.get(id);
    if (table !== undefined) this.#options.board.setExtras(id, { parameters: table.view });
  }
}

/** PARAM_VALUE begins with its value; MAVLink 2 leaves out zeros at the end of a payload. */
const valueBits = ({ bytes, payloadStart, payloadLength }: Frame): number => {
  const byte = (at: number) => (at < payloadLength ? (bytes[payloadStart + at] ?? 0) : 0);
  return (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0;
};

/** The same job, and word of its beginning and its end. */
const watched = (job: Job, onBegan: (nowMs: number) => void, onEnded: () => void): Job => {
  const noted = (step: JobStep): JobStep => {
    if (step.status.state !== "running") onEnded();
    return step;
  };
  return {
    start: (nowMs) => {
      onBegan(nowMs);
      return noted(job.start(nowMs));
    },
    step: (event, nowMs) => noted(job.step(event, nowMs)),
    cancel: (nowMs) => {
      onEnded();
      return job.cancel(nowMs);
    },
  };
};
