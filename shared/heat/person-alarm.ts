import type { HeatSource } from "./heat-source.ts";
import { probabilityOf } from "./person-probability.ts";

/**
 * A source calls people from this probability on: silence has to mean that it is quite surely no person. Chosen on one half of
 * 105 flights of the simulator so that 98 to 99 % of the people's sources ring at some time, and held against the other half
 * by what constants that were fitted to other flights say of it (test/shared/heat/person-alarm.test.ts):
 *
 * | the network | from | people's sources that ring | other sources that ring, of 7.6 a flight |
 * | --- | --- | --- | --- |
 * | looked | 0.03 | 100 % of 171 | 21 % (1.6) |
 * | didn't | 0.06 | 98 % of 57, each person by at least one | 83 % (6.3) |
 *
 * Without the network hardly anything is quite surely no person: most of what is warm rings then.
 */
const QUIET_BELOW = { heard: 0.03, unheard: 0.06 } as const;

/**
 * Whether somebody must come and look; what nobody judged always calls. Where the network didn't look, the size speaks for a
 * person only, not against one: who is half covered is small, and two who lie together are large.
 */
export const mayBePerson = ({
  personProbability,
  evidence,
}: Pick<HeatSource, "personProbability" | "evidence">): boolean => {
  if (personProbability === undefined) return true;
  if (evidence === undefined || evidence.network !== undefined) return personProbability >= QUIET_BELOW.heard;
  const size = Math.max(0, evidence.size ?? 0);
  return Math.max(personProbability, probabilityOf({ ...evidence, size })) >= QUIET_BELOW.unheard;
};
