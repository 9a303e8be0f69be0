import type { LatLon } from "../../geo/lat-lon.ts";
import type { Area } from "../../search/patterns/pattern.ts";
import type { Altitude } from "../../units/altitude.ts";
import type { AutopilotFamily, VehicleId, VehicleKind } from "../../vehicle/vehicle-state.ts";
import type { Fence, Plan, PlanElement, RallyPoint } from "../plan.ts";
import { flies } from "../plan-context.ts";
import { newPlan } from "../plan-defaults.ts";
import { BadFile, fileLimits } from "./file-fault.ts";
import type { PlanNotes } from "./plan-note.ts";

/** For whom a file is read, and by what it gets its ids. */
export interface ImportFor {
  readonly vehicle: { readonly id: VehicleId; readonly kind: VehicleKind; readonly autopilot: AutopilotFamily };
  /** A new id at each call. */
  readonly newId: () => string;
  readonly notes: PlanNotes;
}

const isPlace = ({ latDeg, lonDeg }: LatLon): boolean => Math.abs(latDeg) <= 90 && Math.abs(lonDeg) <= 180;
/** What a plan may say of heights. */
const isHeight = (m: number): boolean => m >= -500 && m <= 9000;
/** Lines this far apart until somebody chooses: half of what a thermal camera sees from 60 m. */
const areaSpacingM = 25;

/** A plan as a file fills it, kept inside what a plan may hold; what is left out is noted. */
export class ImportDraft {
  readonly #for: ImportFor;
  #elements: PlanElement[] = [];
  readonly #fences: Fence[] = [];
  readonly #rally: RallyPoint[] = [];
  #home: Plan["plannedHome"];
  #tooMany = 0;
  #moreFences = 0;
  #moreRally = 0;
  #badPlaces = 0;
  #name: string;
  altitude: Altitude | undefined;
  speedMps: number | undefined;

  constructor(options: ImportFor, name: string) {
    this.#for = options;
    this.#name = name;
  }

  get isEmpty(): boolean {
    return this.#elements.length + this.#fences.length + this.#rally.length === 0 && this.#home === undefined;
  }

  rename(name: string): void {
    const tidy = name.replace(/\s+/g, " ").trim();
    if (tidy !== "") this.#name = tidy;
  }

  /** One that was understood elsewhere; its id is its own. */
  element(element: PlanElement): void {
    if (this.isFull) this.#tooMany++;
    else {
      const sound = this.#sound(element);
      if (sound !== undefined) this.#elements.push(sound);
    }
  }

  get isFull(): boolean {
    return this.#elements.length >= fileLimits.elements;
  }

  /** So many more were in the file. */
  leaveOut(count: number): void {
    this.#tooMany += count;
  }

  /** Without heights that no plan may have; undefined where it is nothing without them. */
  #sound(element: PlanElement): PlanElement | undefined {
    const { notes } = this.#for;
    if (element.kind === "orbit" && (element.radiusM > 100_000 || element.turns > 1_000 || element.turns < 0.1)) {
      notes.add("bad-value", { what: element.kind });
      return undefined;
    }
    if (!("altitude" in element) || element.altitude === undefined || isHeight(element.altitude.m)) return element;
    notes.add("bad-value", { what: element.kind });
    if (element.kind === "take-off") return undefined;
    const { altitude: _altitude, ...rest } = element;
    return rest;
  }

  point(place: LatLon, altitude: Altitude | undefined): void {
    if (this.isFull) this.#tooMany++;
    else if (this.#isGood(place))
      this.element({ id: this.#for.newId(), kind: "point", position: latLon(place), ...this.#height(altitude) });
  }

  /** An area to search; what is flown over it is drawn later. */
  area(rings: readonly (readonly LatLon[])[], what: string): void {
    const { newId, notes, vehicle } = this.#for;
    if (rings.length > fileLimits.rings)
      notes.add("truncated", { what: "holes", kept: fileLimits.rings, of: rings.length });
    const [outline, ...holes] = rings
      .slice(0, fileLimits.rings)
      .map((ring) => this.#ring(ring, what, fileLimits.ringPoints));
    if (outline === undefined) return;
    const area: Area = { outline, holes: holes.filter((ring) => ring !== undefined) };
    const aglM = flies(vehicle.kind) ? 60 : 0;
    notes.add("area-only", { what });
    this.element({
      id: newId(),
      kind: "pattern",
      shape: { kind: "parallel", area, spacingM: areaSpacingM },
      height: { aglM, followTerrain: true, maxClimb: 0.5 },
      points: [],
    });
  }

  fence(ring: readonly LatLon[], inclusion: boolean): void {
    if (this.#fences.length >= fileLimits.fences) {
      this.#moreFences++;
      return;
    }
    const points = this.#ring(ring, "fence", fileLimits.fencePoints);
    if (points !== undefined) this.#addFence({ id: this.#for.newId(), shape: "polygon", inclusion, points });
  }

  circle(centre: LatLon, radiusM: number, inclusion: boolean): void {
    if (!this.#isGood(centre)) return;
    const isRadius = radiusM > 0 && radiusM <= 100_000;
    if (!isRadius) this.#for.notes.add("bad-value", { what: "fence" });
    else this.#addFence({ id: this.#for.newId(), shape: "circle", inclusion, centre: latLon(centre), radiusM });
  }

  rally(place: LatLon, altitude: Altitude): void {
    if (this.#rally.length >= fileLimits.rallyPoints) {
      this.#moreRally++;
      return;
    }
    if (!this.#isGood(place)) return;
    if (!isHeight(altitude.m)) {
      this.#for.notes.add("unsupported-item", { what: "rally" });
      return;
    }
    this.#rally.push({ id: this.#for.newId(), ...latLon(place), altitude });
  }

  home(place: LatLon, altMslM: number | undefined): void {
    if (!this.#isGood(place)) return;
    const known = altMslM !== undefined && isHeight(altMslM);
    this.#home = { ...latLon(place), ...(known ? { altMslM } : {}) };
  }

  /** @throws BadFile where nothing of a plan was in it */
  plan(): Plan {
    const { vehicle, newId, notes } = this.#for;
    if (this.#badPlaces > 0) notes.add("bad-place", { count: this.#badPlaces });
    const cut = (what: string, kept: number, more: number): void => {
      if (more > 0) notes.add("truncated", { what, kept, of: kept + more });
    };
    cut("elements", this.#elements.length, this.#tooMany);
    cut("fences", this.#fences.length, this.#moreFences);
    cut("rally points", this.#rally.length, this.#moreRally);
    if (this.isEmpty) throw new BadFile("There is nothing of a plan in this file.");
    const ids = new Set(this.#elements.map(({ id }) => id));
    this.#elements = this.#elements.filter((element) => element.kind !== "loop" || ids.has(element.toElementId));
    const fresh = newPlan(vehicle, newId(), this.#name.slice(0, 80).trim() || "Plan");
    const { altitude, speedMps } = this;
    if (altitude !== undefined && !isHeight(altitude.m)) notes.add("bad-value", { what: "height" });
    return {
      ...fresh,
      ...(altitude !== undefined && isHeight(altitude.m) ? { altitude } : {}),
      ...(speedMps !== undefined && speedMps >= 0.1 && speedMps <= 60 ? { speedMps } : {}),
      elements: this.#elements,
      fences: this.#fences,
      rallyPoints: this.#rally,
      ...(this.#home === undefined ? {} : { plannedHome: this.#home }),
    };
  }

  #addFence(fence: Fence): void {
    if (this.#fences.length < fileLimits.fences) this.#fences.push(fence);
    else this.#moreFences++;
  }

  /** Open, and without places that are nowhere. A ring with fewer points would be another ring, so it isn't cut. */
  #ring(ring: readonly LatLon[], what: string, most: number): readonly LatLon[] | undefined {
    const good = ring.filter((place) => this.#isGood(place)).map(latLon);
    const [first, last] = [good[0], good.at(-1)];
    const closed = good.length > 1 && first?.latDeg === last?.latDeg && first?.lonDeg === last?.lonDeg;
    const points = closed ? good.slice(0, -1) : good;
    if (points.length > most) this.#for.notes.add("too-many-points", { what, points: points.length, most });
    else if (points.length >= 3) return points;
    else this.#for.notes.add("unsupported-item", { what });
    return undefined;
  }

  #height(altitude: Altitude | undefined): { readonly altitude?: Altitude } {
    if (!flies(this.#for.vehicle.kind)) return {};
    if (altitude !== undefined && isHeight(altitude.m)) return { altitude };
    this.#for.notes.add(altitude === undefined ? "no-height" : "bad-value", { what: "points" });
    return {};
  }

  #isGood(place: LatLon): boolean {
    const good = isPlace(place);
    if (!good) this.#badPlaces++;
    return good;
  }
}

const latLon = ({ latDeg, lonDeg }: LatLon): LatLon => ({ latDeg, lonDeg });
