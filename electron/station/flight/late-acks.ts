import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import type { OutgoingMessage } from "../../../shared/protocols/outgoing-message.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";

interface Sent {
  readonly command: number;
  readonly sentMs: number;
}

/** A slow radio delays by two seconds each way. */
const mayComeForMs = 4_000;
/** Acked as if it were this command. */
const setMode = 11;
const inProgress = 5;

const commandOf = ({ name, fields }: OutgoingMessage): number | undefined => {
  if (name === "SET_MODE") return setMode;
  return name === "COMMAND_LONG" || name === "COMMAND_INT" ? fields.command : undefined;
};

/**
 * Acks name a command by its number alone. One that a later order took the place of may be answered when the later one is on
 * its way with the same number: taken for that one's, it would keep it from being said again where it was lost, and a
 * vehicle would go on to where it was sent before. So each answer that is still due to what is over is left out once; the
 * later order, if it was that one's, is said again.
 */
export class LateAcks {
  readonly #open = new Map<string, Sent[]>();
  readonly #due = new Map<VehicleId, readonly Sent[]>();

  /** An operation said something. */
  sent(operationId: string, message: OutgoingMessage, nowMs: number): void {
    const command = commandOf(message);
    if (command === undefined) return;
    const said = (this.#open.get(operationId) ?? []).filter(({ sentMs }) => nowMs - sentMs < mayComeForMs);
    this.#open.set(operationId, [...said, { command, sentMs: nowMs }]);
  }

  /** Whether the same was said a moment ago and got no answer since. */
  isUnanswered(operationId: string, message: OutgoingMessage): boolean {
    const command = commandOf(message);
    return command !== undefined && (this.#open.get(operationId)?.some((said) => said.command === command) ?? false);
  }

  /** An answer went to an operation. */
  answered(operationId: string, message: MavlinkMessage): void {
    if (message.name !== "COMMAND_ACK" || message.fields.result === inProgress) return;
    const said = this.#open.get(operationId);
    const index = said?.findIndex(({ command }) => command === message.fields.command) ?? -1;
    if (said !== undefined && index >= 0) said.splice(index, 1);
  }

  /** @param end isReplaced: others may say the same now */
  ended(
    operationId: string,
    vehicleId: VehicleId,
    end: { readonly isReplaced: boolean; readonly nowMs: number },
  ): void {
    const said = this.#open.get(operationId) ?? [];
    this.#open.delete(operationId);
    if (!end.isReplaced || said.length === 0) return;
    const due = [...(this.#due.get(vehicleId) ?? []), ...said];
    this.#due.set(
      vehicleId,
      due.filter(({ sentMs }) => end.nowMs - sentMs < mayComeForMs),
    );
  }

  /** Whether it answers what is over: then it is nobody's. */
  isLate(vehicleId: VehicleId, message: MavlinkMessage, nowMs: number): boolean {
    const due = this.#due.get(vehicleId);
    if (due === undefined || message.name !== "COMMAND_ACK") return false;
    const mayCome = due.filter(({ sentMs }) => nowMs - sentMs < mayComeForMs);
    const index = mayCome.findIndex(({ command }) => command === message.fields.command);
    const left = message.fields.result === inProgress ? mayCome : mayCome.filter((_, i) => i !== index);
    if (left.length === 0) this.#due.delete(vehicleId);
    else this.#due.set(vehicleId, left);
    return index >= 0;
  }
}
