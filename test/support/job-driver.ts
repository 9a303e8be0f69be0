import type { ActionContext } from "../../shared/protocols/actions/action-context.ts";
import type { Job, JobStatus, JobStep } from "../../shared/protocols/job.ts";
import type { OutgoingMessage } from "../../shared/protocols/outgoing-message.ts";
import type { VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import { buildMessage } from "./build-message.ts";

/** What an action is made from, with nothing known of the world but what a test says. */
export const actionContext = (vehicle: VehicleState, change: Partial<ActionContext> = {}): ActionContext => ({
  vehicle,
  target: { systemId: vehicle.systemId, componentId: 1, autopilot: vehicle.autopilot },
  own: { systemId: 255, componentId: 190 },
  nowMs: 0,
  groundMslM: () => undefined,
  heatPlace: () => undefined,
  ...change,
});

/** Steps one job by hand: a test is the vehicle. */
export class JobDriver {
  readonly sent: OutgoingMessage[] = [];
  readonly #job: Job;
  status: JobStatus;
  nowMs = 0;

  constructor(job: Job) {
    this.#job = job;
    this.status = { state: "running" };
    this.#take(job.start(this.nowMs));
  }

  /** The commands said so far, in order; a repetition counts again. */
  get commands(): number[] {
    return this.sent.flatMap(({ name, fields }) =>
      name === "COMMAND_LONG" || name === "COMMAND_INT" ? [fields.command ?? 0] : [],
    );
  }

  /** The fields of the newest message of that name. */
  last(name: OutgoingMessage["name"]): Readonly<Record<string, unknown>> {
    const found = this.sent.findLast((message) => message.name === name);
    if (found === undefined) throw new Error(`No ${name} was sent.`);
    return { ...found.fields };
  }

  /** @param result MAV_RESULT */
  ack(command: number, result = 0): this {
    const message = buildMessage("COMMAND_ACK", { command, result, targetSystem: 255, targetComponent: 190 });
    this.#take(this.#job.step({ kind: "message", message, fromSystem: 1, fromComponent: 1 }, this.nowMs));
    return this;
  }

  see(vehicle: VehicleState): this {
    this.#take(this.#job.step({ kind: "vehicle", vehicle }, this.nowMs));
    return this;
  }

  pass(forMs: number): this {
    for (const untilMs = this.nowMs + forMs; this.nowMs < untilMs; ) {
      this.nowMs += 50;
      this.#take(this.#job.step({ kind: "tick" }, this.nowMs));
    }
    return this;
  }

  #take({ send, status }: JobStep): void {
    this.sent.push(...send);
    this.status = status;
  }
}
