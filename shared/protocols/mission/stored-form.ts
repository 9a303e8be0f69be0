/**
 * What a firmware keeps of an item's parameter: all of it, a whole number (cut towards zero), only whether it is above
 * zero, a direction, an angle in degrees (a full turn more or less is the same), or nothing; "some" keep it whole and others
 * of the same family nothing.
 */
export type Kept = "all" | "whole" | "some" | "flag" | "sign" | "angle" | "nothing";

/** Of parameters 1 to 4. */
export type KeptParams = readonly [Kept, Kept, Kept, Kept];

const nothing: KeptParams = ["nothing", "nothing", "nothing", "nothing"];
const allKept: KeptParams = ["all", "all", "all", "all"];

/**
 * What ArduPilot stores (AP_Mission::mavlink_int_to_mission_cmd and back). Copter and Rover keep a waypoint's delay alone,
 * Plane its radii.
 */
const arduPilot: ReadonlyMap<number, KeptParams> = new Map<number, KeptParams>([
  [16, ["whole", "some", "some", "nothing"]],
  [17, ["nothing", "nothing", "whole", "nothing"]],
  [18, ["all", "nothing", "all", "flag"]],
  [19, ["whole", "nothing", "sign", "flag"]],
  [20, nothing],
  [21, ["whole", "nothing", "nothing", "sign"]],
  [22, ["whole", "nothing", "nothing", "nothing"]],
  [30, ["whole", "nothing", "nothing", "nothing"]],
  [31, ["nothing", "whole", "nothing", "flag"]],
  [82, ["whole", "nothing", "nothing", "nothing"]],
  [93, ["all", "all", "all", "all"]],
  [112, ["all", "nothing", "nothing", "nothing"]],
  [114, ["all", "nothing", "nothing", "nothing"]],
  [115, allKept],
  [177, ["whole", "whole", "nothing", "nothing"]],
  [178, ["all", "all", "all", "nothing"]],
  [179, ["whole", "nothing", "nothing", "nothing"]],
  [183, ["whole", "whole", "nothing", "nothing"]],
  [189, nothing],
  [195, ["whole", "nothing", "nothing", "nothing"]],
  [197, ["whole", "nothing", "nothing", "nothing"]],
  [201, ["whole", "nothing", "nothing", "nothing"]],
  [203, ["whole", "whole", "whole", "whole"]],
  [205, ["all", "all", "all", "nothing"]],
  [206, ["all", "nothing", "whole", "nothing"]],
  [207, ["whole", "nothing", "nothing", "nothing"]],
  [211, ["whole", "whole", "nothing", "nothing"]],
  [213, ["all", "all", "all", "nothing"]],
  [222, allKept],
  [1000, ["whole", "whole", "whole", "whole"]],
]);

/** ArduPilot's commands that keep a place and a height (AP_Mission::stored_in_location); others lose x, y, z and frame. */
const arduPilotPlaces: ReadonlySet<number> = new Set([
  ...[16, 17, 18, 19, 21, 22, 30, 31, 82, 84, 85, 92, 94, 179, 188, 189, 191, 195, 201],
]);

/** What PX4 keeps of items with a place (format_mavlink_mission_item); those in the mission frame keep all. */
const px4Places: ReadonlyMap<number, KeptParams> = new Map<number, KeptParams>([
  [16, ["all", "all", "nothing", "angle"]],
  [17, ["nothing", "nothing", "all", "angle"]],
  [19, ["all", "flag", "all", "flag"]],
  [21, ["nothing", "whole", "nothing", "angle"]],
  [22, ["nothing", "nothing", "nothing", "angle"]],
  [31, ["flag", "all", "nothing", "flag"]],
  [84, ["nothing", "nothing", "nothing", "angle"]],
  [85, ["nothing", "nothing", "nothing", "angle"]],
  [195, nothing],
]);

const missionFrame = 2;

/** What a family keeps of a command's parameters; a command that isn't known is taken to be kept whole. */
export const keptParams = (
  family: "ardupilot" | "px4" | "other",
  { command, frame }: { readonly command: number; readonly frame: number },
): KeptParams => {
  if (family === "ardupilot") return arduPilot.get(command) ?? allKept;
  if (family === "px4" && frame !== missionFrame) return px4Places.get(command) ?? allKept;
  return allKept;
};

/** @returns false where a family drops a command's x, y, z and frame */
export const keepsPlace = (family: "ardupilot" | "px4" | "other", command: number): boolean =>
  family !== "ardupilot" || arduPilotPlaces.has(command) || !arduPilot.has(command);
