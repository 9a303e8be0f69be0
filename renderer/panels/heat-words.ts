import type { HeatSource, HeatVelocity, PersonEvidence } from "../../shared/heat/heat-source.ts";
import type { Landmark } from "../../shared/wire/feeds.ts";
import type { Translate } from "../i18n/translate.ts";
import { likelihoodOf } from "../stores/person-likelihood.ts";
import type { Format } from "./format.ts";

const compass = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;

/** One of eight directions that it moves to. */
export const directionOf = ({ northMps, eastMps }: HeatVelocity): (typeof compass)[number] => {
  const eighths = Math.round(Math.atan2(eastMps, northMps) / (Math.PI / 4));
  return compass[((eighths % 8) + 8) % 8] ?? "n";
};

/** What walks is no faster than this, m/s: people walk 1.4 and hurry 2 (Bohannon, Age and Ageing 26, 1997). */
const walkingMps = 2.2;

/** "walks 1.2 m/s north-east"; what is faster than a walker only moves. */
export const motionText = (t: Translate, format: Format, velocity: HeatVelocity): string => {
  const mps = Math.hypot(velocity.northMps, velocity.eastMps);
  const { value, unit } = format.speed(mps);
  return t(mps <= walkingMps ? "heat.walks" : "heat.moves", {
    speed: `${value} ${unit}`,
    direction: t(`heat.direction.${directionOf(velocity)}`),
  });
};

/** "Person 87%"; nobody is ever sure, so never 0 and never 100. */
export const personText = (t: Translate, format: Format, personProbability: number): string =>
  t("heat.person", { percent: format.percent(Math.min(0.99, Math.max(0.01, personProbability))) });

/** How likely a person, in one word. */
export const likelihoodText = (t: Translate, source: Pick<HeatSource, "personProbability" | "evidence">): string =>
  t(`heat.likelihood.${likelihoodOf(source)}`);

/** The same with its reason, where there is more to say. */
export const likelihoodTip = (
  t: Translate,
  source: Pick<HeatSource, "personProbability" | "evidence">,
): string | undefined => (likelihoodOf(source) === "unseen" ? t("heat.likelihood.unseenTip") : undefined);

/** Which of ours it is. */
export const identityText = (
  t: Translate,
  identity: NonNullable<HeatSource["identity"]>,
  known: {
    readonly vehicleName: (id: string) => string | undefined;
    readonly landmark: (id: string) => Landmark | undefined;
  },
): string => {
  if (identity.kind === "vehicle") {
    const name = known.vehicleName(identity.vehicleId);
    return name === undefined ? t("heat.isGone") : t("heat.isVehicle", { name });
  }
  const landmark = known.landmark(identity.landmarkId);
  if (landmark === undefined) return t("heat.isGone");
  return t(landmark.kind === "team" ? "heat.isTeam" : "heat.isMark", { name: landmark.name });
};

export const evidenceParts = ["network", "temperature", "size", "motion"] as const;
type Weight = "strongly-for" | "for" | "neutral" | "against" | "strongly-against";

/**
 * Log-odds in words: from 2 on it makes something 7 times as likely, below 0.5 hardly 1.6 times (limits as Kass and Raftery's,
 * Bayes Factors, 1995, put on natural logarithms).
 */
export const weightOf = (logOdds: number): Weight => {
  if (logOdds >= 2) return "strongly-for";
  if (logOdds >= 0.5) return "for";
  if (logOdds > -0.5) return "neutral";
  return logOdds > -2 ? "against" : "strongly-against";
};

/** Beyond this a bar is full, log-odds: fifty to one. */
const fullBar = 4;

/** How long a bar is and to which side, -1 to 1. */
export const barOf = (logOdds: number): number => Math.max(-1, Math.min(1, logOdds / fullBar));

/** The prior as a probability. */
export const priorProbability = ({ prior }: PersonEvidence): number => 1 / (1 + Math.exp(-prior));
