import { describe, expect, test } from "vitest";
import { SearchEngine } from "../../../../electron/station/search/search-engine.ts";
import { whatNext } from "../../../../electron/station/search/what-next.ts";
import { WorkerGround } from "../../../../electron/station/search/worker-ground.ts";
import { shippedLostPersonTable } from "../../../../shared/search/lost-person/shipped-table.ts";
import { buildLook, buildSpec, placeAt, squareAt } from "../../../support/search-spec.ts";

const engineOver = (cover: "open" | "wood" | undefined) => {
  const engine = new SearchEngine(shippedLostPersonTable());
  const segment = { id: "s-1", name: "AA", ring: squareAt(300, 0, 200), ...(cover === undefined ? {} : { cover }) };
  engine.make({ spec: buildSpec({ segments: [segment] }), restart: true });
  return engine;
};
const podAt = (engine: SearchEngine, northM: number) => {
  const { latDeg, lonDeg } = placeAt(northM, 0);
  return engine.at(latDeg, lonDeg)?.pod;
};

const nobodyElse = { flyers: [], takenWays: [], without: [] };

describe("a segment that is wood", () => {
  test("isn't searched by what flies over it: nobody measured what is found through leaves", () => {
    const [wood, open, unsaid] = [engineOver("wood"), engineOver("open"), engineOver(undefined)];
    for (const engine of [wood, open, unsaid]) engine.look([buildLook(300, 0), buildLook(0, 0)]);

    expect(podAt(open, 300)).toBeGreaterThan(0.3);
    expect(podAt(unsaid, 300)).toBe(podAt(open, 300));
    expect(podAt(wood, 300)).toBe(0);
    expect(podAt(wood, 0)).toBe(podAt(open, 0));
    expect(wood.made?.map.successSoFar).toBeLessThan(open.made?.map.successSoFar ?? 0);
    expect(wood.made?.lasts.covered).toBeLessThan(open.made?.lasts.covered ?? 0);
  });

  test("is searched by a robot that drives beneath the leaves, and by a team on foot", () => {
    const engine = engineOver("wood");

    engine.look([buildLook(300, 0, { aboveGroundM: 0.6, eye: { ...placeAt(300, 0), altMslM: 0.6 } })]);
    expect(podAt(engine, 300)).toBeGreaterThan(0);

    const walked = engineOver("wood");
    const looked = { by: "team/1", utcMs: 1_000, lookMs: 1_000, sweepWidthM: 30 };
    walked.look([{ kind: "track", ...looked, from: placeAt(250, 0), to: placeAt(350, 0) }]);
    expect(podAt(walked, 300)).toBeGreaterThan(0);
  });

  test("is proposed to nobody who flies", () => {
    const drone = {
      ...{ id: "vehicle/1", place: placeAt(250, 0), abreast: 1, sweepWidthM: 40, widthByCoverM: { wood: 0 } },
      ...{ searchSpeedMps: 5, travelSpeedMps: 10, detour: 1, enduranceS: 3_600, reserveS: 0 },
    };
    const gainOver = (cover: "open" | "wood") => {
      const { made } = engineOver(cover);
      if (made === undefined) throw new Error("There is no map.");
      return whatNext(made, { ...nobodyElse, searchers: [drone], horizonS: 1_800 }, new WorkerGround()).gain;
    };

    expect(gainOver("open")).toBeGreaterThan(0);
    expect(gainOver("wood")).toBe(0);
  });
});
