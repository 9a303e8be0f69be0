import { specOfId } from "../../mavlink/dialect.ts";
import type { MavlinkMessage, MessageName } from "../../mavlink/messages.ts";
import { once } from "../../mavlink/once.ts";
import { gcsType } from "../../vehicle/kinds.ts";
import { type CommandFact, CommandList, type SafetyFacts, SafetyTopic } from "./command-facts.ts";
import type { FactLimits, Heard } from "./fact.ts";
import { type GimbalFacts, GimbalTopic } from "./gimbal-facts.ts";
import { type MissionFacts, MissionTopic } from "./mission-facts.ts";
import { type ModeFacts, ModeTopic } from "./mode-facts.ts";
import { type ParameterFacts, ParameterTopic } from "./parameter-facts.ts";
import { type PositionFacts, PositionTopic } from "./position-facts.ts";
import { type BatteryFacts, BatteryTopic } from "./power-facts.ts";
import { type TextFacts, TextTopic } from "./text-facts.ts";

/** What a log says of one system: a vehicle, mostly. */
export interface VehicleFacts {
  readonly systemId: number;
  readonly flight: ModeFacts;
  readonly position: PositionFacts;
  readonly batteries: readonly BatteryFacts[];
  readonly gimbal: GimbalFacts;
  readonly texts: TextFacts;
  readonly mission: MissionFacts;
  readonly safety: SafetyFacts;
  readonly parameters: ParameterFacts;
}

export interface LogFacts {
  /** In the order they were first heard. */
  readonly vehicles: readonly VehicleFacts[];
  readonly commandsSent: readonly CommandFact[];
  readonly omittedCommands: number;
}

/** Of a vehicle; and of the many that only a hostile log has, so that all together stay below some 100 MB. */
const generous: FactLimits = { keep: { first: 2_000, last: 500 }, names: 10_000, missionItems: 5_000 };
const sparse: FactLimits = { keep: { first: 50, last: 50 }, names: 100, missionItems: 100 };
const generousVehicles = 16;

class Vehicle {
  readonly #systemId: number;
  readonly #flight: ModeTopic;
  readonly #position = new PositionTopic();
  readonly #batteries = new BatteryTopic();
  readonly #gimbal = new GimbalTopic();
  readonly #texts: TextTopic;
  readonly #safety: SafetyTopic;
  readonly #parameters: ParameterTopic;
  readonly mission: MissionTopic;

  constructor(systemId: number, limits: FactLimits) {
    this.#systemId = systemId;
    this.#flight = new ModeTopic(limits);
    this.#texts = new TextTopic(limits);
    this.#safety = new SafetyTopic(limits);
    this.#parameters = new ParameterTopic(limits);
    this.mission = new MissionTopic(limits);
  }

  /** Each topic takes what is its own. */
  add(message: MavlinkMessage, heard: Heard): void {
    this.#flight.add(message, heard);
    this.#position.add(message, heard);
    this.#batteries.add(message);
    this.#gimbal.add(message);
    this.#texts.add(message, heard);
    this.#safety.add(message, heard);
    this.#parameters.add(message);
    this.mission.add(message, heard);
  }

  get facts(): VehicleFacts {
    return {
      systemId: this.#systemId,
      flight: this.#flight.facts,
      position: this.#position.facts,
      batteries: this.#batteries.facts,
      gimbal: this.#gimbal.facts,
      texts: this.#texts.facts,
      mission: this.mission.facts,
      safety: this.#safety.facts,
      parameters: this.#parameters.facts,
    };
  }
}

/** Messages that say something of a system only where it is a vehicle. */
const vehicleMessages: ReadonlySet<MessageName> = new Set<MessageName>([
  "HEARTBEAT",
  "GLOBAL_POSITION_INT",
  "HOME_POSITION",
  "BATTERY_STATUS",
  "STATUSTEXT",
  "PARAM_VALUE",
  "COMMAND_ACK",
  "FENCE_STATUS",
  "MISSION_CURRENT",
  "MISSION_ITEM_REACHED",
  "GIMBAL_DEVICE_ATTITUDE_STATUS",
  "MOUNT_ORIENTATION",
  "MOUNT_STATUS",
  "CAMERA_FEEDBACK",
  "CAMERA_IMAGE_CAPTURED",
]);
const commandMessages: readonly MessageName[] = ["COMMAND_LONG", "COMMAND_INT"];
const missionMessages: readonly MessageName[] = ["MISSION_COUNT", "MISSION_ITEM", "MISSION_ITEM_INT", "MISSION_ACK"];
const factMessages: ReadonlySet<MessageName> = new Set([...vehicleMessages, ...commandMessages, ...missionMessages]);

const factIds = once(() => {
  const ids = new Uint8Array(0x10000);
  for (let id = 0; id < ids.length; id++) {
    const spec = specOfId(id);
    if (spec !== undefined && [...factMessages].some((name) => name === spec.name)) ids[id] = 1;
  }
  return ids;
});

/** Folds the messages of a log, one after the other, into its facts. Memory is bounded, whatever the log holds. */
export class LogFactBook {
  readonly #ids = factIds();
  readonly #vehicles = new Map<number, Vehicle>();
  /** Ground stations, known by their heartbeats: what they say is about others. */
  readonly #stations = new Set<number>();
  readonly #commands = new CommandList(generous.keep);

  /** Whether a message of this id is worth decoding. */
  wants(messageId: number): boolean {
    return this.#ids[messageId] === 1;
  }

  add(message: MavlinkMessage, heard: Heard): void {
    switch (message.name) {
      case "COMMAND_LONG":
      case "COMMAND_INT":
        this.#commands.add(message, heard);
        break;
      case "MISSION_COUNT":
      case "MISSION_ITEM":
      case "MISSION_ITEM_INT":
      case "MISSION_ACK":
        this.#mission(message, heard);
        break;
      default:
        if (message.name === "HEARTBEAT" && message.fields.type === gcsType) this.#stations.add(heard.systemId);
        else if (!this.#stations.has(heard.systemId)) this.#vehicleOf(heard.systemId).add(message, heard);
    }
  }

  /** Missions go both ways: the station's items are those of its target. */
  #mission(message: MavlinkMessage & { readonly fields: { readonly targetSystem: number } }, heard: Heard): void {
    const to = message.fields.targetSystem;
    const isStations =
      this.#stations.has(heard.systemId) || (this.#vehicles.has(to) && !this.#vehicles.has(heard.systemId));
    if (!isStations) this.#vehicleOf(heard.systemId).add(message, heard);
    else if (to !== 0 && !this.#stations.has(to)) this.#vehicleOf(to).mission.addToIt(message, heard);
  }

  #vehicleOf(systemId: number): Vehicle {
    let vehicle = this.#vehicles.get(systemId);
    if (vehicle === undefined) {
      vehicle = new Vehicle(systemId, this.#vehicles.size < generousVehicles ? generous : sparse);
      this.#vehicles.set(systemId, vehicle);
    }
    return vehicle;
  }

  get facts(): LogFacts {
    return {
      vehicles: [...this.#vehicles].filter(([id]) => !this.#stations.has(id)).map(([, vehicle]) => vehicle.facts),
      commandsSent: this.#commands.entries,
      omittedCommands: this.#commands.omitted,
    };
  }
}
