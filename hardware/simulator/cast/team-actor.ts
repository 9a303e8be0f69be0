import type { PlanePoint } from "../../../shared/geo/polygon.ts";

/** How fast each moves on what `findWay` finds, m/s: a search on foot at night, a car on village roads. */
const usualMps = { foot: 1.1, dog: 1.1, wheels: 7 } as const;

/** Between people who walk behind each other, m. */
const gapM = 4;

/** One team's bodies: they go along a list of places, the leader first. In the plane of the cast's ground, m. */
export class TeamActor {
  readonly memberCount: number;
  readonly #mps: number;
  #at: PlanePoint;
  #headingRad = 0;
  #way: PlanePoint[] = [];

  constructor(options: {
    readonly at: PlanePoint;
    readonly mode: "foot" | "wheels" | "dog";
    readonly members: number;
    readonly speedMps?: number | undefined;
  }) {
    this.#at = options.at;
    this.memberCount = options.members;
    this.#mps = options.speedMps ?? usualMps[options.mode];
  }

  get at(): PlanePoint {
    return this.#at;
  }

  get headingRad(): number {
    return this.#headingRad;
  }

  get speedMps(): number {
    return this.#way.length === 0 ? 0 : this.#mps;
  }

  get arrived(): boolean {
    return this.#way.length === 0;
  }

  go(way: readonly PlanePoint[]): void {
    this.#way = [...way];
  }

  step(dtS: number): void {
    let leftM = this.#mps * dtS;
    while (leftM > 0) {
      const next = this.#way[0];
      if (next === undefined) return;
      const [northM, eastM] = [next.northM - this.#at.northM, next.eastM - this.#at.eastM];
      const awayM = Math.hypot(northM, eastM);
      if (awayM > 0.01) this.#headingRad = Math.atan2(eastM, northM);
      if (awayM <= leftM) {
        this.#at = next;
        this.#way.shift();
        leftM -= awayM;
        continue;
      }
      this.#at = {
        northM: this.#at.northM + (northM / awayM) * leftM,
        eastM: this.#at.eastM + (eastM / awayM) * leftM,
      };
      return;
    }
  }

  /** Where each stands: behind the leader, by turns to the left and right. */
  bodies(): readonly PlanePoint[] {
    const [ahead, right] = [Math.cos(this.#headingRad), Math.sin(this.#headingRad)];
    return Array.from({ length: this.memberCount }, (_, i) => {
      const [back, side] = [Math.ceil(i / 2) * gapM, i === 0 ? 0 : ((i % 2) * 2 - 1) * gapM];
      return {
        northM: this.#at.northM - ahead * back - right * side,
        eastM: this.#at.eastM - right * back + ahead * side,
      };
    });
  }
}
