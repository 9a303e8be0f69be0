import { beforeAll, describe, expect, it } from "vitest";
import { Cast } from "../../../../hardware/simulator/cast/cast.ts";
import type { CastNews } from "../../../../hardware/simulator/cast/cast-news.ts";
import type { SearchScript } from "../../../../hardware/simulator/cast/search-script.ts";
import { sweepRing } from "../../../../hardware/simulator/cast/sweep-ring.ts";
import { defaultScenarioPath, loadScenario } from "../../../../hardware/simulator/load-scenario.ts";
import { buildWorld, type World } from "../../../../hardware/simulator/world.ts";
import { distanceM } from "../../../../shared/geo/geodesic.ts";
import { offsetLatLon } from "../../../../shared/geo/local-frame.ts";

describe("people of the default scenario", () => {
  let world: World;
  let script: SearchScript;
  let sizeM: number;

  beforeAll(async () => {
    const loaded = await loadScenario(defaultScenarioPath);
    if (!loaded.ok || loaded.scenario.search === undefined) throw new Error("The default scenario has no search.");
    world = buildWorld(loaded.scenario);
    script = loaded.scenario.search;
    sizeM = loaded.scenario.terrain.sizeM;
  });

  const castOf = (seed = 1) => new Cast(script, world, seed, sizeM);
  /** So many scenario seconds, and all that was said meanwhile. */
  const run = (cast: Cast, seconds: number, until: (news: CastNews) => boolean = () => false): CastNews[] => {
    const told: CastNews[] = [];
    for (let s = 0; s < seconds; s += 0.1) {
      cast.step(0.1);
      const news = cast.takeNews();
      told.push(...news);
      if (news.some(until)) break;
    }
    return told;
  };
  const personPlace = () => world.plane.toLatLon(world.person.eastM, world.person.northM);

  it("do nothing before an incident is opened, then join one after the other and say where they are", () => {
    const cast = castOf();

    expect(run(cast, 30)).toEqual([]);
    cast.hear({ kind: "open" });
    const told = run(cast, 90);

    expect(told.filter(({ what }) => what === "join").map(({ teamId }) => teamId)).toEqual(
      script.teams.toSorted((a, b) => a.joinsAfterS - b.joinsAfterS).map(({ id }) => id),
    );
    expect(told.filter(({ what, teamId }) => what === "fix" && teamId === "linghu-patrol").length).toBeGreaterThan(15);
  });

  it("accept an order, go there around the water, say that they are there, search the segment and say that it is done", () => {
    const cast = castOf();
    cast.hear({ kind: "open" });
    run(cast, 10);
    const corner = world.plane.toLatLon(-300, 300);
    const ring = [corner, offsetLatLon(corner, 60, 0), offsetLatLon(corner, 60, 60), offsetLatLon(corner, 0, 60)];

    cast.hear({ kind: "order", order: { assignmentId: "a", teamId: "linghu-patrol", rings: [ring] } });
    const told = run(cast, 1800, (news) => news.what === "step" && news.step === "done");

    expect(told.flatMap((news) => (news.what === "step" ? [news.step] : []))).toEqual([
      "accepted",
      "on-the-way",
      "on-scene",
      "done",
    ]);
  });

  it("find the elder only when they stand beside her, and say so once", () => {
    const cast = castOf();
    cast.hear({ kind: "open" });
    run(cast, 10);

    cast.hear({ kind: "order", order: { assignmentId: "b", teamId: "linghu-patrol", place: personPlace() } });
    const told = run(cast, 3600, (news) => news.what === "step" && news.step === "done");

    const found = told.filter(({ what }) => what === "found");
    expect(found).toHaveLength(1);
    const fixes = told.flatMap((news) => (news.what === "fix" && news.teamId === "linghu-patrol" ? [news.place] : []));
    const before = told.indexOf(found[0] as CastNews);
    const last = told.slice(0, before).findLast((news) => news.what === "fix" && news.teamId === "linghu-patrol");
    expect(fixes.length).toBeGreaterThan(10);
    expect(last?.what === "fix" && distanceM(last.place, personPlace())).toBeLessThan(30);
  });

  it("drive on roads and walk the rest, and come back when told", () => {
    const cast = castOf();
    cast.hear({ kind: "open" });
    run(cast, 10);
    const target = world.plane.toLatLon(-350, -450);

    cast.hear({ kind: "order", order: { assignmentId: "c", teamId: "car-1", place: target } });
    const told = run(cast, 1800, (news) => news.what === "step" && news.step === "on-scene");
    expect(told.some((news) => news.what === "fix" && news.speedMps > 5)).toBe(true);
    expect(told.at(-1)).toMatchObject({ what: "step", step: "on-scene" });

    cast.hear({ kind: "return" });
    const back = run(cast, 600).findLast((news) => news.what === "fix" && news.teamId === "car-1");
    const start = script.teams.find(({ id }) => id === "car-1")?.start;
    expect(back?.what === "fix" && start !== undefined && distanceM(back.place, start)).toBeLessThan(30);
  });

  it("leave an order that was taken back, and decline one that says no place", () => {
    const cast = castOf();
    cast.hear({ kind: "open" });
    run(cast, 10);

    cast.hear({ kind: "order", order: { assignmentId: "d", teamId: "linghu-patrol", place: personPlace() } });
    run(cast, 20);
    cast.hear({ kind: "cancel", assignmentId: "d" });
    expect(run(cast, 300).filter(({ what }) => what === "step")).toEqual([]);

    cast.hear({ kind: "order", order: { assignmentId: "e", teamId: "linghu-patrol" } });
    expect(run(cast, 30).find(({ what }) => what === "step")).toMatchObject({ step: "declined" });
  });

  it("are the same for the same seed", () => {
    const story = (seed: number) => {
      const cast = castOf(seed);
      cast.hear({ kind: "open" });
      return JSON.stringify(run(cast, 60));
    };

    expect(story(3)).toBe(story(3));
    expect(story(3)).not.toBe(story(4));
  });
});

describe("walking through a segment", () => {
  it("leaves no place farther from the way than half of what the team sees", () => {
    const at = (northM: number, eastM: number) => ({ northM, eastM });
    const way = sweepRing([at(0, 0), at(100, 0), at(100, 80), at(0, 80)], 20);

    for (let n = 1; n < 100; n += 7) {
      const away = Math.min(...way.map(({ northM }) => Math.abs(northM - n)));
      expect(away).toBeLessThanOrEqual(10);
    }
    expect(way).toHaveLength(10);
  });
});
