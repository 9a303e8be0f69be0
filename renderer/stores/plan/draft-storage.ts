import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";
import type { SettingsStorage } from "../settings-store.ts";

/** A plan that the station has not, or not so, yet. */
export interface StoredDraft {
  readonly plan: Plan;
  readonly was: number;
}

const indexKey = "lantern.drafts";
const draftKey = (planId: string): string => `lantern.draft.${planId}`;

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const kinds: readonly PlanElement["kind"][] = [
  "take-off",
  "point",
  "pattern",
  "orbit",
  "look-at",
  "gimbal",
  "speed",
  "loop",
  "return",
  "land",
  "other",
];

const isAltitude = (value: unknown): boolean =>
  isLoose(value) && typeof value.m === "number" && ["home", "ground", "msl"].includes(String(value.reference));

const isPlan = (value: unknown): value is Plan =>
  isLoose(value) &&
  ["id", "name", "vehicleId"].every((key) => typeof value[key] === "string") &&
  typeof value.speedMps === "number" &&
  typeof value.reserveFraction === "number" &&
  isAltitude(value.altitude) &&
  Array.isArray(value.elements) &&
  Array.isArray(value.fences) &&
  value.fences.every((fence: unknown) => isLoose(fence) && (Array.isArray(fence.points) || isLoose(fence.centre))) &&
  Array.isArray(value.rallyPoints) &&
  value.rallyPoints.every(isLoose) &&
  value.elements.every(
    (element: unknown) => isLoose(element) && kinds.some((kind) => kind === element.kind) && isWhole(element),
  );

const isShape = (shape: unknown): boolean =>
  isLoose(shape) &&
  (isLoose(shape.datum) ||
    Array.isArray(shape.line) ||
    (isLoose(shape.area) && Array.isArray(shape.area.outline) && Array.isArray(shape.area.holes)));

/** What drawing it takes for granted; the station checks the rest. */
const isWhole = (element: Loose): boolean => {
  switch (element.kind) {
    case "point":
      return isLoose(element.position);
    case "orbit":
      return isLoose(element.centre);
    case "take-off":
      return isAltitude(element.altitude);
    case "pattern":
      return isShape(element.shape) && isLoose(element.height) && Array.isArray(element.points);
    case "other":
      return isLoose(element.item);
    default:
      return true;
  }
};

/** Patterns are worked out anew from their shapes: without their points a plan takes hundredths of the room. */
const withoutPaths = (plan: Plan): Plan => ({
  ...plan,
  elements: plan.elements.map((element) => (element.kind === "pattern" ? { ...element, points: [] } : element)),
});

/** Keeps edited plans in the browser until the station has them: through a reload, a crash, a station that is away. */
export class DraftStorage {
  readonly #area: SettingsStorage | undefined;

  constructor(area: SettingsStorage | undefined) {
    this.#area = area;
  }

  /** Everything kept that can still be read. */
  all(): StoredDraft[] {
    return this.#ids().flatMap((planId) => {
      const stored = this.#read(draftKey(planId));
      return isLoose(stored) && isPlan(stored.plan) && typeof stored.was === "number"
        ? [{ plan: stored.plan, was: stored.was }]
        : [];
    });
  }

  /** @returns false where the browser keeps nothing: the person must know */
  keep(draft: StoredDraft): boolean {
    const { id } = draft.plan;
    const kept =
      this.#write(draftKey(id), draft) || this.#write(draftKey(id), { ...draft, plan: withoutPaths(draft.plan) });
    const ids = this.#ids();
    return kept && (ids.includes(id) || this.#write(indexKey, [...ids, id]));
  }

  forget(planId: string): void {
    const ids = this.#ids();
    if (!ids.includes(planId)) return;
    this.#write(
      indexKey,
      ids.filter((id) => id !== planId),
    );
    this.#write(draftKey(planId), null);
  }

  #ids(): string[] {
    const ids = this.#read(indexKey);
    return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === "string") : [];
  }

  #read(key: string): unknown {
    try {
      return JSON.parse(this.#area?.getItem(key) ?? "null");
    } catch {
      return undefined;
    }
  }

  #write(key: string, value: unknown): boolean {
    if (this.#area === undefined) return false;
    try {
      this.#area.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }
}
