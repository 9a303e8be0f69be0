import { BoxGeometry, ConeGeometry, Group, SphereGeometry } from "three";
import { mergeGeometries } from "three/examples/jsm/utils/BufferGeometryUtils.js";
import type { Stores } from "../../stores/create-stores.ts";
import { teamColour } from "../../stores/team-look.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { type Ground, onGround } from "./draped.ts";
import type { LabelWish } from "./label-layer.ts";
import { Markers } from "./markers.ts";
import { cssRgb } from "./vehicle-layer.ts";

const staleAfterMs = 5 * 60_000;
const staleInk = 0x8b9096;

const pin = () => {
  const parts = [
    new ConeGeometry(0.26, 0.62, 12).rotateX(-Math.PI / 2).translate(0, 0, 0.31),
    new SphereGeometry(0.3, 12, 8).translate(0, 0, 0.72),
  ];
  return mergeGeometries(parts);
};

const house = () =>
  mergeGeometries([
    new BoxGeometry(0.6, 0.6, 0.4).translate(0, 0, 0.2),
    new ConeGeometry(0.56, 0.36, 4)
      .rotateX(Math.PI / 2)
      .rotateZ(Math.PI / 4)
      .translate(0, 0, 0.58),
  ]);

/** A team as it is drawn. */
export interface DrawnTeam {
  readonly key: string;
  readonly name: string;
  readonly colour: string;
  readonly top: LabelWish["place"];
}

/** People and teams as pins, homes as small houses, each in its colour. */
export class PinLayer {
  readonly group = new Group();
  readonly #teams = new Markers({ geometry: pin(), grows: "all", sizeM: 8, leastPart: 0.045, renderOrder: 5 });
  readonly #people = new Markers({ geometry: pin(), grows: "all", sizeM: 3, leastPart: 0.02, renderOrder: 5 });
  readonly #homes = new Markers({ geometry: house(), grows: "all", sizeM: 4, leastPart: 0.026, renderOrder: 4 });
  teams: readonly DrawnTeam[] = [];

  constructor() {
    this.group.add(this.#teams.mesh, this.#people.mesh, this.#homes.mesh);
  }

  setHomes({ fleet }: Stores, ground: Ground): void {
    const homes = Object.values(fleet.getState().byId).filter(({ home }) => home !== undefined);
    this.#homes.reserve(homes.length);
    homes.forEach(({ home, colourIndex }, i) => {
      if (home !== undefined) this.#homes.set(i, onGround(ground, home, 0), cssRgb(vehicleColour(colourIndex)), 1);
    });
  }

  setPeople({ incident, settings, stationUtcNow }: Stores, ground: Ground): void {
    const { layers } = settings.getState();
    const { things, whereabouts } = incident.getState();
    const utcMs = stationUtcNow() ?? 0;
    const all = Object.entries(whereabouts);
    const teams = layers.teams ? all.filter(([key]) => key.startsWith("team/") && things.team[key.slice(5)]) : [];
    const people = layers.people ? all.filter(([key]) => key.startsWith("person/") || key.startsWith("invite/")) : [];
    this.#teams.reserve(teams.length);
    this.#people.reserve(people.length);
    const inkOf = (colour: string, atMs: number): number => (utcMs - atMs > staleAfterMs ? staleInk : cssRgb(colour));
    this.teams = teams.map(([key, place], i) => {
      const id = key.slice(5);
      const foot = onGround(ground, place, 0);
      this.#teams.set(i, foot, inkOf(teamColour(id), place.utcMs), 1);
      const top = { x: foot.x, y: foot.y, z: foot.z + 6 };
      return { key, name: things.team[id]?.fields.name ?? "?", colour: teamColour(id), top };
    });
    people.forEach(([key, place], i) => {
      const teamId = things.person[key.slice(7)]?.fields.teamId ?? key;
      this.#people.set(i, onGround(ground, place, 0), inkOf(teamColour(teamId), place.utcMs), 1);
    });
  }

  setStrength(strength: number): void {
    for (const markers of [this.#teams, this.#people, this.#homes]) markers.setStrength(strength);
  }

  close(): void {
    for (const markers of [this.#teams, this.#people, this.#homes]) markers.close();
    this.group.removeFromParent();
  }
}
