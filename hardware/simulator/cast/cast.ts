import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { PlanePoint } from "../../../shared/geo/polygon.ts";
import { prepareGround } from "../../../shared/search/dispatch/travel-ground.ts";
import { SeededRandom } from "../seeded-random.ts";
import type { World } from "../world.ts";
import type { CastNews, ToCast } from "./cast-news.ts";
import { findWay } from "./find-way.ts";
import type { ScriptTeam, SearchScript } from "./search-script.ts";
import { sweepRing } from "./sweep-ring.ts";
import { TeamActor } from "./team-actor.ts";
import { TeamMind } from "./team-mind.ts";

/** A phone tells where it is this often, s of the scenario. */
const fixEveryS = 4;
/** And is off by so much, m. */
const fixSigmaM = 3;
const cellM = 25;

interface Player {
  readonly team: ScriptTeam;
  readonly actor: TeamActor;
  readonly mind: TeamMind;
  readonly random: SeededRandom;
  joined: boolean;
  nextFixS: number;
}

/** All people of the scenario but the missing one. Nobody moves before the incident was opened. */
export class Cast {
  readonly #world: World;
  readonly #players: readonly Player[];
  #openS: number | undefined;
  #nowS = 0;
  #news: CastNews[] = [];

  constructor(script: SearchScript, world: World, seed: number, sizeM: number) {
    this.#world = world;
    const side = Math.ceil(sizeM / cellM);
    const centre = world.plane.toLatLon(0, 0);
    const ground = prepareGround({ centre, cellM, columns: side, rows: side }, world.baseMap.features);
    const say = (news: CastNews): void => void this.#news.push(news);
    this.#players = script.teams.map((team): Player => {
      const random = new SeededRandom(seed, `team ${team.id}`);
      const start = world.plane.toLocal(team.start);
      const actor = new TeamActor({
        at: start,
        mode: team.mode,
        members: team.mode === "wheels" ? 0 : team.members.length,
        ...(team.speedMps === undefined ? {} : { speedMps: team.speedMps }),
      });
      const mind = new TeamMind({
        ...{ teamId: team.id, actor, start, say, person: world.person },
        random: () => random.next(),
        wayTo: (target) => findWay(ground, actor.at, target, team.mode === "wheels" ? "wheels" : "foot"),
        sweep: (ring) => sweepRing(ring, team.sweepWidthM),
        toLatLon: (at) => this.#toLatLon(at),
      });
      return { team, actor, mind, random, joined: false, nextFixS: 0 };
    });
  }

  hear(message: ToCast): void {
    switch (message.kind) {
      case "open":
        this.#openS ??= this.#nowS;
        return;
      case "order": {
        const { place, rings, teamId, assignmentId } = message.order;
        const player = this.#players.find(({ team }) => team.id === teamId);
        player?.mind.order({
          assignmentId,
          ...(place === undefined ? {} : { place: this.#toPlane(place) }),
          ...(rings === undefined ? {} : { rings: rings.map((ring) => ring.map((at) => this.#toPlane(at))) }),
        });
        return;
      }
      case "cancel":
        for (const { mind } of this.#players) mind.cancel(message.assignmentId);
        return;
      case "return":
        for (const { mind } of this.#players) mind.comeBack();
        return;
    }
  }

  step(dtS: number): void {
    this.#nowS += dtS;
    if (this.#openS === undefined) return;
    const sinceOpenS = this.#nowS - this.#openS;
    for (const player of this.#players) {
      if (sinceOpenS < player.team.joinsAfterS) continue;
      if (!player.joined) {
        player.joined = true;
        this.#news.push({ what: "join", teamId: player.team.id });
      }
      player.actor.step(dtS);
      player.mind.step(dtS);
      if (this.#nowS >= player.nextFixS) this.#fix(player);
    }
  }

  /** What was said since the last call. */
  takeNews(): readonly CastNews[] {
    const news = this.#news;
    if (news.length > 0) this.#news = [];
    return news;
  }

  /** Where people stand, for the thermal cameras; who sits in a car isn't seen. */
  bodies(): readonly (PlanePoint & { readonly headingRad: number })[] {
    return this.#players.flatMap(({ actor, joined }) =>
      joined ? actor.bodies().map((at) => ({ ...at, headingRad: actor.headingRad })) : [],
    );
  }

  #fix(player: Player): void {
    const { actor, team, random } = player;
    player.nextFixS = this.#nowS + fixEveryS;
    const place = this.#toLatLon({
      northM: actor.at.northM + fixSigmaM * random.gaussian(),
      eastM: actor.at.eastM + fixSigmaM * random.gaussian(),
    });
    const { headingRad: courseRad, speedMps } = actor;
    this.#news.push({ what: "fix", teamId: team.id, place, courseRad, speedMps });
  }

  #toLatLon({ northM, eastM }: PlanePoint): LatLon {
    return this.#world.plane.toLatLon(eastM, northM);
  }

  #toPlane(place: LatLon): PlanePoint {
    return this.#world.plane.toLocal(place);
  }
}
