import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { KeptMap } from "../../../../../electron/station/media/map-versions/kept-map.ts";
import { emptyFields, fieldNames } from "../../../../../electron/station/media/map-versions/map-fields.ts";
import {
  type EncodedVersion,
  MapVersionEncoder,
} from "../../../../../electron/station/media/map-versions/map-version-encoder.ts";
import { VersionThread } from "../../../../../electron/station/media/map-versions/version-thread.ts";
import { openPieceFile, PieceWriter } from "../../../../../electron/station/media/piece-log/piece-writer.ts";
import { MapReport } from "../../../../../electron/station/search/map-report.ts";
import { SearchEngine } from "../../../../../electron/station/search/search-engine.ts";
import type { TileAddress } from "../../../../../electron/station/search/search-service.ts";
import { VersionKeeper } from "../../../../../electron/station/search/version-keeper.ts";
import { shippedLostPersonTable } from "../../../../../shared/search/lost-person/shipped-table.ts";
import type { SearchAt } from "../../../../../shared/wire/search-answers.ts";
import { buildLook, buildSpec, ippPlace, placeAt, squareAt } from "../../../../support/search-spec.ts";

const root = mkdtempSync(join(tmpdir(), "lantern-map-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const zoom = 15;
const tileOf = ({ latDeg, lonDeg }: { latDeg: number; lonDeg: number }): Omit<TileAddress, "layer"> => {
  const lat = (latDeg * Math.PI) / 180;
  return {
    z: zoom,
    x: Math.floor(((lonDeg + 180) / 360) * 2 ** zoom),
    y: Math.floor(((1 - Math.asinh(Math.tan(lat)) / Math.PI) / 2) * 2 ** zoom),
  };
};
const layers = ["poa", "pod", "prior"] as const;
const places = [ippPlace, placeAt(300, 300), placeAt(-700, 400), placeAt(1_400, -1_400)];

interface Shown {
  readonly version: number;
  readonly tiles: readonly (Uint8Array | undefined)[];
  readonly at: readonly (SearchAt | undefined)[];
}

/** A search whose versions are kept and noted as they were shown, one by one. */
const search = (folder: string) => {
  const engine = new SearchEngine(shippedLostPersonTable());
  const report = new MapReport(engine, 1_700_000_000);
  const kept: EncodedVersion[] = [];
  const writer = new PieceWriter({
    ...{ folder, openFile: openPieceFile, fileBytes: 1 << 20, onWritten: () => {}, onFailed: () => {} },
  });
  const keeper = new VersionKeeper(engine, report, (version) => {
    kept.push(version);
    const { whole, version: tag, data } = version;
    writer.add({ positionMs: kept.length * 5_000, kind: whole ? "key" : "delta", tag, data });
  });
  const shown: Shown[] = [];
  let nowMs = 0;
  const note = () => {
    report.changed(["poa", "pod", "prior"]);
    nowMs += 5_000;
    keeper.changed(nowMs);
    shown.push({
      version: report.version,
      tiles: addresses().map((address) => report.tiles.tile(address, report.peakPerKm2)),
      at: places.map(({ latDeg, lonDeg }) => engine.at(latDeg, lonDeg)),
    });
  };
  return { engine, report, kept, writer, keeper, shown, note };
};

const addresses = (): readonly TileAddress[] =>
  places.flatMap((place) => layers.map((layer) => ({ layer, ...tileOf(place) })));

describe("versions of a probability map", () => {
  it("are drawn and asked later as they were then, in any order, through searching, edits and another grid", async () => {
    const folder = join(root, "versions");
    const { engine, kept, writer, shown, note } = search(folder);

    engine.make({ spec: undefined, restart: true });
    note();
    engine.make({ spec: buildSpec(), restart: true });
    note();
    for (let i = 0; i < 6; i += 1) {
      engine.look([buildLook(-200 + 80 * i, 60 * i), buildLook(-200 + 80 * i, 30 - 60 * i)]);
      note();
    }
    const segments = [{ id: "AA", name: "AA", ring: squareAt(0, 0, 600) }];
    engine.make({ spec: buildSpec({ segments } as never), restart: false });
    note();
    engine.make({ spec: buildSpec({ model: { distance: "log-normal" } } as never), restart: false });
    engine.look([buildLook(500, 500)]);
    note();
    await writer.close();

    const reader = new VersionThread(folder);
    const asked = [...shown.toReversed(), ...shown];
    for (const { version, tiles, at } of asked) {
      for (const [i, address] of addresses().entries())
        expect(await reader.tile(version, address), `${version} ${address.layer}`).toEqual(tiles[i]);
      for (const [i, place] of places.entries()) expect(await reader.at(version, place)).toEqual(at[i]);
    }
    await reader.close();
    const distinct = new Set(
      shown.map(({ tiles }) => tiles.map((tile) => Buffer.from(tile ?? []).toString("hex")).join()),
    );
    // A segment alone changes no tile.
    expect(distinct.size).toBe(shown.length - 1);
    expect(shown[4]?.tiles.filter(Boolean).length).toBeGreaterThan(4);
    // What a camera saw in a few seconds is little beside the map.
    const [, first, ...later] = kept;
    expect(later[2]?.data.length).toBeLessThan((first?.data.length ?? 0) / 4);
  });

  it("that came in a hurry are shown as the last one before them that was kept", async () => {
    const folder = join(root, "hurry");
    const { engine, report, keeper, kept, writer } = search(folder);
    engine.make({ spec: buildSpec(), restart: true });
    for (let nowMs = 0; nowMs <= 10_000; nowMs += 500) {
      engine.look([buildLook(nowMs / 40, 0)]);
      report.changed(["poa", "pod"]);
      keeper.changed(nowMs);
    }
    keeper.look(13_000);
    await writer.close();

    const versions = kept.map(({ version }) => version - 1_700_000_000);
    const reader = new VersionThread(folder);
    const shown = async (n: number) => (await reader.at(1_700_000_000 + n, placeAt(0, 0)))?.pod;
    expect(versions).toEqual([1, 7, 13, 19, 21]);
    expect(await shown(6)).toBe(await shown(1));
    expect(await shown(7)).toBe(await shown(12));
    expect(await shown(0)).toBe(await shown(1));
    expect(await shown(99)).toBe(await shown(21));
    expect(await shown(1)).not.toBe(await shown(7));
    await reader.close();
  });

  it("show nothing where there are none, or where they are damaged", async () => {
    const reader = new VersionThread(join(root, "nowhere"));

    expect(await reader.tile(5, { layer: "poa", z: 1, x: 0, y: 0 })).toBeUndefined();
    expect(await reader.at(5, ippPlace)).toBeUndefined();
    await reader.close();

    const folder = join(root, "damaged");
    const writer = new PieceWriter({
      ...{ folder, openFile: openPieceFile, fileBytes: 1 << 20, onWritten: () => {}, onFailed: () => {} },
    });
    writer.add({ positionMs: 0, kind: "key", tag: 5, data: new Uint8Array(200).fill(3) });
    await writer.close();
    const damaged = new VersionThread(folder);
    expect(await damaged.tile(5, { layer: "poa", z: 1, x: 0, y: 0 })).toBeUndefined();
    await damaged.close();
  });
});

describe("a packed version", () => {
  const grid = { centre: ippPlace, cellM: 10, columns: 70, rows: 50 };
  const facts = (version: number) => ({
    ...{ version, peakPerKm2: 3, notFound: 0.5, covered: 1, names: ["a"], segmentIds: ["s"], grid },
  });
  const change = fc.record({
    field: fc.constantFrom(...fieldNames),
    cell: fc.nat(grid.columns * grid.rows - 1),
    value: fc.nat(100),
  });

  it("gives back every cell, whatever changed from one to the next", () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 8 }), { minLength: 1, maxLength: 8 }), (steps) => {
        const encoder = new MapVersionEncoder();
        const kept = new KeptMap();
        let fields = emptyFields(grid);
        for (const [version, changes] of steps.entries()) {
          // A belief is a new one each time, what was searched the same.
          fields = { ...fields, prior: fields.prior.slice(), found: fields.found.slice(), owner: fields.owner.slice() };
          for (const { field, cell, value } of changes) fields[field][cell] = value;
          const { data, whole } = encoder.encode(facts(version), fields);
          kept.apply(data, whole);
          const { drawn } = kept;
          for (let cell = 0; cell < fields.prior.length; cell += 1) {
            expect(drawn?.prior[cell]).toBe(fields.prior[cell]);
            expect(drawn?.missed[cell]).toBe(fields.missed[cell]);
            expect(drawn?.missedResponsive[cell]).toBe(fields.missedResponsive[cell]);
            const by = fields.who[cell] === 1 ? { by: "a", utcMs: fields.lookUtcMs[cell] } : undefined;
            expect(drawn?.lastLookAt(cell)).toEqual(by);
          }
        }
      }),
      { numRuns: 12 },
    );
  });
});
