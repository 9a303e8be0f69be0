import { MavCmd } from "../../mavlink/enums.ts";
import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import { commandAck } from "../command.ts";
import { commandFault } from "../command-fault.ts";
import { commandMessage } from "../command-message.ts";
import type { Job, JobEvent, JobFault, JobStatus, JobStep } from "../job.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { RefusalTexts } from "../refusal-texts.ts";
import type { ActionContext } from "./action-context.ts";

/** The number that makes arming and disarming happen whatever the checks say. */
const force = 21_196;
/** Each try may be the one that gets through. */
const sayEveryMs = 300;
const sayForMs = 10_000;
/** What was refused so often was heard. */
const refusalsToBelieve = 3;
/** From one that was taken for disarmed: it may have been about to arm. */
const heartbeatsToBelieve = 2;
const armedFlag = 128;
const [accepted, inProgress] = [0, 5];
const nothing: readonly OutgoingMessage[] = [];

/**
 * Motors off, in the air too: ArduPilot and PX4 take the forced disarm; where it is refused, flight termination is said with
 * it. Said three times a second, heard or not, until the vehicle's own heartbeat shows it, for ten seconds at most. No
 * answer ends it: an ack of arming has the same number, and one that is late would be taken for the stop's.
 */
export const emergencyStopJob = (context: ActionContext, vehicle: VehicleState): Job =>
  new EmergencyStop(context, vehicle);

class EmergencyStop implements Job {
  readonly #context: ActionContext;
  readonly #texts = new RefusalTexts();
  readonly #refusals = new Map<number, number>();
  #wasArmed: boolean;
  #isArmed: boolean;
  /** Heartbeats without the armed flag since it accepted; undefined until then. */
  #disarmedBeats: number | undefined;
  #refusal: { readonly command: number; readonly result: number } | undefined;
  #startedMs = 0;
  #saidMs = 0;
  #tries = 0;
  #status: JobStatus = { state: "running" };

  constructor(context: ActionContext, vehicle: VehicleState) {
    this.#context = context;
    this.#wasArmed = vehicle.armed;
    this.#isArmed = vehicle.armed;
  }

  start(nowMs: number): JobStep {
    this.#startedMs = nowMs;
    return this.#say(nowMs);
  }

  step(event: JobEvent, nowMs: number): JobStep {
    if (this.#status.state !== "running") return this.#told(nothing);
    if (event.kind === "vehicle") this.#see(event.vehicle);
    else if (event.kind === "message") this.#hear(event, nowMs);
    if (this.#isOff()) this.#status = { state: "done" };
    else if (this.#isOver(nowMs)) this.#status = { state: "failed", fault: this.#fault() };
    else if (nowMs - this.#saidMs >= sayEveryMs) return this.#say(nowMs);
    return this.#told(nothing);
  }

  cancel(): readonly OutgoingMessage[] {
    return nothing;
  }

  #see({ armed }: VehicleState): void {
    this.#isArmed = armed;
    this.#wasArmed ||= armed;
  }

  #hear(event: JobEvent & { readonly kind: "message" }, nowMs: number): void {
    const { target, own } = this.#context;
    if (event.fromSystem !== target.systemId || event.fromComponent !== target.componentId) return;
    this.#texts.note(event, nowMs);
    if (event.message.name === "HEARTBEAT" && this.#disarmedBeats !== undefined)
      this.#disarmedBeats = (event.message.fields.baseMode & armedFlag) === 0 ? this.#disarmedBeats + 1 : 0;
    const ack = commandAck(event);
    if (ack?.kind !== "ack" || (ack.toSystem !== 0 && ack.toSystem !== own.systemId)) return;
    const { command, result } = ack;
    if (command !== MavCmd.COMPONENT_ARM_DISARM && command !== MavCmd.DO_FLIGHTTERMINATION) return;
    if (result === accepted) this.#disarmedBeats ??= 0;
    else if (result !== inProgress) {
      this.#refusal = { command, result };
      this.#refusals.set(command, (this.#refusals.get(command) ?? 0) + 1);
    }
  }

  #isOff(): boolean {
    if (this.#isArmed) return false;
    return this.#wasArmed || (this.#disarmedBeats ?? 0) >= heartbeatsToBelieve;
  }

  #isOver(nowMs: number): boolean {
    const refused = (command: number): boolean => (this.#refusals.get(command) ?? 0) >= refusalsToBelieve;
    if (refused(MavCmd.COMPONENT_ARM_DISARM) && refused(MavCmd.DO_FLIGHTTERMINATION)) return true;
    return nowMs - this.#startedMs >= sayForMs;
  }

  #fault(): JobFault {
    const [command, tries] = [MavCmd.COMPONENT_ARM_DISARM, this.#tries];
    if (this.#disarmedBeats !== undefined) return { code: "not-confirmed", params: { command } };
    if (this.#refusal === undefined) return commandFault({ state: "no-answer", tries }, command);
    const { command: refused, result } = this.#refusal;
    return commandFault({ state: "refused", result, tries }, refused, this.#texts.since(this.#startedMs));
  }

  #say(nowMs: number): JobStep {
    this.#saidMs = nowMs;
    this.#tries++;
    const { systemId: targetSystem, componentId: targetComponent } = this.#context.target;
    const message = (command: number, params: readonly number[]): OutgoingMessage =>
      commandMessage({ targetSystem, targetComponent, command, params }, "long", this.#tries - 1);
    const disarm = message(MavCmd.COMPONENT_ARM_DISARM, [0, force]);
    return this.#told(this.#refusals.size === 0 ? [disarm] : [disarm, message(MavCmd.DO_FLIGHTTERMINATION, [1])]);
  }

  #told(send: readonly OutgoingMessage[]): JobStep {
    return { send, status: this.#status };
  }
}
