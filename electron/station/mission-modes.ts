/** In which a vehicle goes along its mission, by the names of its firmware. */
export const missionModes: ReadonlySet<string> = new Set(["AUTO", "Mission"]);
