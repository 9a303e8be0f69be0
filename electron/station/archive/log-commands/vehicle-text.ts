import type { Range } from "../../../../shared/archive/facts/fact.ts";
import type { VehicleFacts } from "../../../../shared/archive/facts/log-facts.ts";
import { formatDecimal } from "../../../../shared/geo/coordinate-format.ts";
import { radToDeg } from "../../../../shared/units/angle.ts";

/** So many of a list are printed; JSON has more. */
const shown = 20;

const time = (timeUs: number | undefined): string =>
  timeUs === undefined || !(Math.abs(timeUs) <= 8.64e18) ? "-" : new Date(timeUs / 1000).toISOString().slice(11, 23);

const row = (name: string, words: string | undefined): readonly string[] =>
  words === undefined ? [] : [`  ${name.padEnd(15)} ${words}`];

const list = (name: string, entries: readonly string[], omitted: number): readonly string[] => {
  const left = entries.length - shown + omitted;
  return [
    ...entries.slice(0, shown).flatMap((entry, index) => row(index === 0 ? name : "", entry)),
    ...(left > 0 ? row("", `... and ${left} more (all that are kept: --json)`) : []),
  ];
};

/** A log may come from anybody: what it says must not steer the terminal that it is printed on. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");

const range = (values: Range | undefined, unit: string, digits: number): string | undefined =>
  values === undefined ? undefined : `${values.least.toFixed(digits)} to ${values.greatest.toFixed(digits)} ${unit}`;

const positionRows = ({ position, flight }: VehicleFacts): readonly string[] => {
  const { home, highestAboveHomeM, highestMslM, distanceM, positions, lastPosition } = position;
  const highest = [
    ...(highestAboveHomeM === undefined ? [] : [`${highestAboveHomeM.toFixed(2)} m above home`]),
    ...(highestMslM === undefined ? [] : [`${highestMslM.toFixed(2)} m MSL`]),
  ];
  return [
    ...row("home", home && `${formatDecimal(home) ?? "-"}, ${home.altMslM.toFixed(2)} m MSL`),
    ...row("highest", highest.length === 0 ? undefined : highest.join(", ")),
    ...row("distance", positions === 0 ? undefined : `${distanceM.toFixed(0)} m over ${positions} positions`),
    ...row("last position", lastPosition && `${formatDecimal(lastPosition) ?? "-"} at ${time(lastPosition.timeUs)}`),
    ...row("armed", flight.armedS === undefined ? undefined : `${flight.armedS.toFixed(0)} s in all`),
  ];
};

const missionRows = ({ mission }: VehicleFacts): readonly string[] => {
  const words = (transfers: VehicleFacts["mission"]["uploaded"]) =>
    transfers.length === 0
      ? undefined
      : transfers
          .map(({ missionType, items, announced }) => {
            const kind = ["mission", "fence", "rally points"][missionType] ?? `type ${missionType}`;
            return `${kind}: ${items.length}${announced === undefined || announced === items.length ? "" : ` of ${announced}`} items`;
          })
          .join(", ");
  const reached = mission.reached.map(({ seq }) => seq);
  return [
    ...row("uploaded", words(mission.uploaded)),
    ...row("read back", words(mission.readBack)),
    ...row("reached items", reached.length === 0 ? undefined : reached.slice(0, 3 * shown).join(" ")),
  ];
};

/** What a log says of one vehicle, for people. */
export const vehicleText = (vehicle: VehicleFacts): string => {
  const { systemId, flight, batteries, gimbal, texts, safety, parameters } = vehicle;
  const refused = safety.commandAcks.filter(({ result }) => result !== 0 && result !== 5).length;
  const parameterCount = Object.keys(parameters.parameters).length;
  return [
    `vehicle ${systemId}${flight.kind === undefined ? "" : ` (${flight.kind}, ${flight.autopilot})`}`,
    ...positionRows(vehicle),
    ...batteries.flatMap(({ id, voltageV, remaining }) =>
      row(
        `battery ${id}`,
        [range(voltageV, "V", 2), remaining && `down to ${Math.round(remaining.least * 100)} %`]
          .filter(Boolean)
          .join(", "),
      ),
    ),
    ...row(
      "gimbal pitch",
      gimbal.pitchRad &&
        range({ least: radToDeg(gimbal.pitchRad.least), greatest: radToDeg(gimbal.pitchRad.greatest) }, "°", 1),
    ),
    ...row("photos", gimbal.pictures === 0 ? undefined : String(gimbal.pictures)),
    ...missionRows(vehicle),
    ...row(
      "commands",
      safety.commandAcks.length === 0 ? undefined : `${safety.commandAcks.length} answered, ${refused} refused`,
    ),
    ...row("parameters", parameterCount === 0 ? undefined : String(parameterCount)),
    ...list(
      "modes",
      flight.modes.map(({ timeUs, mode }) => `${time(timeUs)}  ${mode}`),
      flight.omittedModes,
    ),
    ...list(
      "arming",
      flight.armed.map(({ timeUs, armed }) => `${time(timeUs)}  ${armed ? "armed" : "disarmed"}`),
      flight.omittedArmed,
    ),
    ...list(
      "left fence",
      safety.fenceBreaches.map(({ timeUs }) => time(timeUs)),
      safety.omittedBreaches,
    ),
    ...list(
      "texts",
      texts.statusTexts.map(
        ({ timeUs, severity, text }) => `${time(timeUs)}  ${severity < 5 ? "! " : ""}${printable(text)}`,
      ),
      texts.omittedTexts,
    ),
  ].join("\n");
};
