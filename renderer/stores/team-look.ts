import { vehicleColour } from "./vehicle-colour.ts";

/** A team's fixed colour: the same on every screen, because it comes of its id alone. */
export const teamColour = (teamId: string): string => {
  let hash = 0;
  for (const letter of teamId) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return vehicleColour(hash);
};

/** What stands in a team's pin: its number where its name has one, else its first letter that isn't "team". */
export const teamSign = (name: string): string => {
  const number = /\d{1,3}/.exec(name)?.[0];
  if (number !== undefined) return number;
  const own = name.trim().replace(/^team\s+/i, "");
  return [...own][0]?.toUpperCase() ?? "?";
};
