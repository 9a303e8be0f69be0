import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually, type LiveStation, liveStation } from "../../../support/live-station.ts";
import { ippPlace, placeAt } from "../../../support/search-spec.ts";

let live: LiveStation;
const view = () => live.station.snapshot().station.search;

beforeAll(async () => {
  live = await liveStation();
});
afterAll(async () => {
  await live.close();
});

const zoom = 14;
const lat = (ippPlace.latDeg * Math.PI) / 180;
const [x, y] = [
  Math.floor(((ippPlace.lonDeg + 180) / 360) * 2 ** zoom),
  Math.floor(((1 - Math.asinh(Math.tan(lat)) / Math.PI) / 2) * 2 ** zoom),
];

/** Tiles and what is under a place, as one text. */
const shown = async (base: string, version: number): Promise<string> => {
  const answers: string[] = [];
  for (const layer of ["poa", "prior"]) {
    const path = `/search/tiles/${layer}/${zoom}/${x}/${y}.png?v=${version}`;
    const tile = await fetch(`${live.origin}${base}${path}`, { headers: live.headers });
    answers.push(`${tile.status}`, Buffer.from(await tile.arrayBuffer()).toString("hex"));
  }
  const { latDeg, lonDeg } = placeAt(200, 100);
  const at = await fetch(`${live.origin}${base}/search/at?lat=${latDeg}&lon=${lonDeg}&v=${version}`, {
    headers: live.headers,
  });
  return [...answers, await at.text()].join(" ");
};

const put = (fields: object) =>
  live.request({ kind: "incident.put", thing: "model", fields, thingId: "model" } as Parameters<
    LiveStation["request"]
  >[0]);

it("keeps each version of a station's probability map as it was shown", async () => {
  await live.request({
    kind: "incident.open",
    incident: { name: "Linghu" },
    subject: { category: "dementia", lastSeen: { place: ippPlace, utcMs: Date.now() - 3_600_000, kind: "PLS" } },
  });
  await eventually(() => view()?.state === "ready");
  const versions: { readonly version: number; readonly as: string }[] = [];
  let [version, as] = [view()?.version ?? 0, await shown("/api", view()?.version ?? 0)];

  for (const radiusM of [2_000, 2_600, 3_400]) {
    const before = as;
    expect(await put({ radiusM, attraction: 1, distance: "log-normal" })).toMatchObject({ ok: true });
    // It is working on it, and then it is there.
    while (as === before || view()?.state !== "ready" || version !== view()?.version) {
      version = view()?.version ?? 0;
      as = await shown("/api", version);
    }
    expect(as).toMatch(/^200 /);
    // The newest one comes to the disk a few seconds later.
    while ((await shown("/api/archive/now", version)) !== as);
    versions.push({ version, as });
  }

  expect(new Set(versions.map(({ as }) => as)).size).toBe(3);
  for (const { version, as } of versions) expect(await shown("/api/archive/now", version)).toBe(as);
});
