import { formatDecimal } from "../../geo/coordinate-format.ts";
import { radToDeg } from "../../units/angle.ts";
import { timeText } from "../export/track.ts";
import type { LogInstant, LostHypothesis, LostVehicle } from "./lost-vehicle.ts";

const winds = ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"];

/** "47° (NE)". */
const direction = (rad: number): string => {
  const deg = Math.round(radToDeg(rad)) % 360;
  return `${deg}° (${winds[Math.round(deg / 22.5) % 16]})`;
};

const instant = ({ utcMs, positionMs }: LogInstant): string =>
  timeText(utcMs) ?? `${(positionMs / 1000).toFixed(1)} s after the log began`;

const row = (name: string, words: string | undefined): readonly string[] =>
  words === undefined || words === "" ? [] : [`  ${name.padEnd(16)}${words}`];

const joined = (parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== false).join(", ");

const heights = (vehicle: LostVehicle): string | undefined => {
  const place = vehicle.lastPlace;
  if (place === undefined) return undefined;
  const { altMslM, aboveHomeM, aboveGroundM } = place;
  return joined([
    altMslM !== undefined && `${altMslM.toFixed(1)} m MSL`,
    aboveHomeM !== undefined && `${aboveHomeM.toFixed(1)} m above home`,
    aboveGroundM !== undefined && `${aboveGroundM.toFixed(1)} m above ground`,
  ]);
};

const movement = ({ speedMps, courseRad, headingRad, climbMps }: LostVehicle): string =>
  joined([
    speedMps !== undefined && `${speedMps.toFixed(1)} m/s`,
    courseRad !== undefined && `course ${direction(courseRad)}`,
    headingRad !== undefined && `heading ${direction(headingRad)}`,
    climbMps !== undefined && `climbing ${climbMps.toFixed(1)} m/s`,
  ]);

const battery = ({ battery: known }: LostVehicle): string | undefined =>
  known === undefined
    ? undefined
    : joined([
        known.fraction !== undefined && `${Math.round(known.fraction * 100)} %`,
        known.voltageV !== undefined && `${known.voltageV.toFixed(2)} V`,
        `empty ${Math.round(known.emptyAfterS / 60)} min later at the latest`,
      ]);

const hypothesis = (one: LostHypothesis, index: number): readonly string[] => [
  `  ${index + 1}. ${one.words}`,
  ...(one.place === undefined ? [] : [`     likeliest at ${formatDecimal(one.place) ?? "-"}`]),
  `     reaches ${Math.round(one.reachM)} m from the last known place`,
  `     by: ${one.formula}`,
  `     if: ${one.assumes.join("; ")}`,
];

const vehicleText = (vehicle: LostVehicle): readonly string[] => {
  const { vehicleId, kind, lastPlace: place, lastHeard, armed, mode, gps, link, nearest, hypotheses } = vehicle;
  return [
    `vehicle ${vehicleId} (${kind}), ${armed ? "armed" : "disarmed"}${mode === undefined ? "" : `, ${mode}`}`,
    ...row("last heard", `${instant(lastHeard)}; the log goes on for ${vehicle.silentS.toFixed(1)} s without it`),
    ...(place === undefined
      ? row("last position", "never known")
      : row(
          "last position",
          `${formatDecimal(place) ?? "-"} within ${Math.round(place.withinM)} m, ${instant(place)}`,
        )),
    ...row("height", heights(vehicle)),
    ...row("movement", movement(vehicle)),
    ...row("battery", battery(vehicle)),
    ...row(
      "GPS",
      gps &&
        joined([
          gps.fix,
          gps.satellites !== undefined && `${gps.satellites} satellites`,
          gps.hdop !== undefined && `HDOP ${gps.hdop.toFixed(1)}`,
        ]),
    ),
    ...row(
      "link",
      link &&
        `${Math.round(link.lossFraction * 100)} % lost, ${link.messagesPerS.toFixed(1)} messages/s when it was heard last`,
    ),
    ...row(
      "nearest",
      nearest && `${Math.round(nearest.distanceM)} m, ${direction(nearest.azimuthRad)} of ${nearest.name}`,
    ),
    ...vehicle.lastTexts.flatMap((text, index) => row(index === 0 ? "it said" : "", text)),
    ...(hypotheses.length === 0
      ? []
      : [`  Where it can be ${Math.round(vehicle.afterS)} s later, the likeliest first:`]),
    ...hypotheses.flatMap(hypothesis),
  ];
};

/** For people, in English as all of the command line is. */
export const whereLostText = (vehicles: readonly LostVehicle[]): string =>
  vehicles.length === 0
    ? "No vehicle is heard in this log.\n"
    : `${vehicles.map((vehicle) => vehicleText(vehicle).join("\n")).join("\n\n")}\n`;
