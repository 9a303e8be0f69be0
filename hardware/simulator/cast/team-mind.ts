import { type PlanePoint, type PlaneRing, planeDistanceM } from "../../../shared/geo/polygon.ts";
import type { CastNews } from "./cast-news.ts";
import type { TeamActor } from "./team-actor.ts";

/** An order in the cast's own plane. */
export interface MindOrder {
  readonly assignmentId: string;
  readonly place?: PlanePoint;
  readonly rings?: readonly PlaneRing[];
}

export interface MindOptions {
  readonly teamId: string;
  readonly actor: TeamActor;
  readonly start: PlanePoint;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly wayTo: (target: PlanePoint) => readonly PlanePoint[];
  readonly sweep: (ring: PlaneRing) => readonly PlanePoint[];
  /** The missing person; nobody of a team looks at this but from close by. */
  readonly person: PlanePoint;
  readonly say: (news: CastNews) => void;
  readonly toLatLon: (at: PlanePoint) => { readonly latDeg: number; readonly lonDeg: number };
}

/** People read an order and answer it within so many seconds. */
const answerS = [4, 12] as const;
/** On foot at night with a torch somebody lying in the grass is seen from here, m. */
const seesM = 9;
/** How long they look about a place that was to be checked, s. */
const lookS = 45;

type Doing =
  | { readonly kind: "waiting" }
  | { readonly kind: "reading"; readonly order: MindOrder; leftS: number }
  | { readonly kind: "going"; readonly order: MindOrder }
  | { readonly kind: "searching"; readonly order: MindOrder }
  | { readonly kind: "looking"; readonly order: MindOrder; leftS: number }
  | { readonly kind: "returning" };

const middleOf = (ring: PlaneRing): PlanePoint => ({
  northM: ring.reduce((sum, { northM }) => sum + northM, 0) / ring.length,
  eastM: ring.reduce((sum, { eastM }) => sum + eastM, 0) / ring.length,
});

/** What a team does with its orders, one after the other, and what it says of them. */
export class TeamMind {
  readonly #options: MindOptions;
  #doing: Doing = { kind: "waiting" };
  #queue: MindOrder[] = [];
  #hasFound = false;

  constructor(options: MindOptions) {
    this.#options = options;
  }

  order(order: MindOrder): void {
    this.#queue.push(order);
    if (this.#doing.kind === "waiting" || this.#doing.kind === "returning") this.#next();
  }

  /** An order that was taken back; the next one is begun. */
  cancel(assignmentId: string): void {
    this.#queue = this.#queue.filter((order) => order.assignmentId !== assignmentId);
    if ("order" in this.#doing && this.#doing.order.assignmentId === assignmentId) this.#next();
  }

  /** Everything else is dropped. */
  comeBack(): void {
    const { actor, start, wayTo } = this.#options;
    this.#queue = [];
    this.#doing = { kind: "returning" };
    actor.go(wayTo(start));
  }

  step(dtS: number): void {
    const { actor } = this.#options;
    this.#lookAround();
    const doing = this.#doing;
    switch (doing.kind) {
      case "reading":
        doing.leftS -= dtS;
        if (doing.leftS <= 0) this.#setOut(doing.order);
        return;
      case "going":
        if (actor.arrived) this.#begin(doing.order);
        return;
      case "searching":
        if (actor.arrived) this.#finish(doing.order, "Segment walked through, nothing. 已走完，未发现。");
        return;
      case "looking":
        doing.leftS -= dtS;
        if (doing.leftS <= 0) this.#finish(doing.order, this.#hasFound ? undefined : "Nothing here. 此处未发现。");
        return;
      case "returning":
        if (actor.arrived) this.#doing = { kind: "waiting" };
        return;
      case "waiting":
        return;
    }
  }

  #next(): void {
    const { actor, random } = this.#options;
    const order = this.#queue.shift();
    if (order === undefined) {
      this.#doing = { kind: "waiting" };
      return;
    }
    actor.go([]);
    const [least, most] = answerS;
    this.#doing = { kind: "reading", order, leftS: least + (most - least) * random() };
  }

  #setOut(order: MindOrder): void {
    const { actor, teamId, say, wayTo, sweep } = this.#options;
    const { assignmentId } = order;
    const first = order.rings?.[0];
    const target = order.place ?? (first === undefined ? undefined : (sweep(first)[0] ?? middleOf(first)));
    if (target === undefined) {
      say({ what: "step", teamId, assignmentId, step: "declined", text: "Where to? 去哪里？" });
      this.#next();
      return;
    }
    say({ what: "step", teamId, assignmentId, step: "accepted" });
    say({ what: "step", teamId, assignmentId, step: "on-the-way" });
    actor.go(wayTo(target));
    this.#doing = { kind: "going", order };
  }

  #begin(order: MindOrder): void {
    const { actor, teamId, say, sweep } = this.#options;
    say({ what: "step", teamId, assignmentId: order.assignmentId, step: "on-scene" });
    if (order.rings === undefined || order.rings.length === 0) {
      this.#doing = { kind: "looking", order, leftS: lookS };
      return;
    }
    actor.go(order.rings.flatMap((ring) => sweep(ring)));
    this.#doing = { kind: "searching", order };
  }

  #finish({ assignmentId }: MindOrder, text: string | undefined): void {
    const { teamId, say } = this.#options;
    say({ what: "step", teamId, assignmentId, step: "done", ...(text === undefined ? {} : { text }) });
    this.#next();
  }

  /** Whatever they came for: who stands beside the person sees them. */
  #lookAround(): void {
    const { actor, person, say, teamId, toLatLon } = this.#options;
    if (this.#hasFound || planeDistanceM(actor.at, person) > seesM) return;
    this.#hasFound = true;
    const text = "We have her! Conscious, very cold, needs a stretcher. 找到了！人清醒，体温很低，需要担架。";
    const doing = this.#doing;
    if (doing.kind === "going") say({ what: "step", teamId, assignmentId: doing.order.assignmentId, step: "on-scene" });
    say({ what: "found", teamId, text, place: toLatLon(person) });
    if ("order" in this.#doing) this.#doing = { kind: "looking", order: this.#doing.order, leftS: 2 };
    actor.go([]);
  }
}
