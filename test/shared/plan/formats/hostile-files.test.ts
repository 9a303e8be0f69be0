import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { fileLimits } from "../../../../shared/plan/formats/file-fault.ts";
import { writePlanFile } from "../../../../shared/plan/formats/write-plan-file.ts";
import type { Plan } from "../../../../shared/plan/plan.ts";
import { PlanSchema } from "../../../../shared/wire/plan-schemas.ts";
import { buildPlan } from "../../../support/build-plan.ts";
import { ownTime } from "../../../support/own-time.ts";
import { codes, copter, open } from "./plan-files.ts";

const kml = (inside: string, before = "") =>
  `<?xml version="1.0"?>${before}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inside}</Document></kml>`;
const line = (coordinates: string) =>
  kml(`<Placemark><LineString><coordinates>${coordinates}</coordinates></LineString></Placemark>`);

/** What the station has against a plan, as it comes by the wire: NaN is null there. */
const complaint = (plan: Plan) => PlanSchema.safeParse(JSON.parse(JSON.stringify(plan))).error;

/** Opens it, and takes less than a second. */
const openFast = (name: string, content: string | Uint8Array) => {
  const bytes = typeof content === "string" ? strToU8(content) : content;
  const tookMs = ownTime();
  const result = open(name, bytes);
  expect(tookMs()).toBeLessThan(1_000);
  // Whatever opens is a plan that the station takes.
  if (result.ok) expect(complaint(result.plan)).toBeUndefined();
  return result;
};

const detail = (result: ReturnType<typeof open>) => (result.ok ? "" : `${result.fault.code}: ${result.fault.detail}`);

describe("hostile plan files", () => {
  it.each(["plan", "waypoints", "kml", "kmz", "gpx", "geojson"])(
    "of 50 MB are refused before they are read: %s",
    (ending) => {
      const bytes = new Uint8Array(50_000_000).fill(0x20);

      expect(detail(openFast(`a.${ending}`, bytes))).toBe(
        "file-too-large: The file has 50 MB; 5 MB is the most for a plan.",
      );
    },
  );

  it("with an XML bomb are refused, and nothing is expanded", () => {
    const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");
    const bomb = `<!DOCTYPE kml [<!ENTITY l0 "lol">${entities}]>`;

    expect(detail(openFast("a.kml", kml("<name>&l9;</name>", bomb)))).toContain("declares entities");
    expect(detail(openFast("a.gpx", kml("&l9;", bomb).replaceAll("kml", "gpx")))).toContain("declares entities");
  });

  it("with outside entities are refused, and nothing is fetched", () => {
    const outside = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
    const parameter = '<!DOCTYPE kml [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]>';

    expect(detail(openFast("a.kml", kml("<name>&x;</name>", outside)))).toContain("declares entities");
    expect(detail(openFast("a.kml", kml("", parameter)))).toContain("declares entities");
    expect(detail(openFast("a.kml", kml("<name>&nbsp;</name>")))).toContain("well-formed");
  });

  it("that are zip bombs are stopped while they are unpacked", () => {
    const bomb = zipSync({ "doc.kml": new Uint8Array(60_000_000) });
    const lying = bomb.slice();
    // The size unpacked, in the local header: 100 bytes.
    new DataView(lying.buffer).setUint32(22, 100, true);

    expect(bomb.length).toBeLessThan(100_000);
    expect(detail(openFast("a.kmz", bomb))).toContain("file-too-large: Unpacked");
    expect(detail(openFast("a.kmz", lying))).toMatch(/too large|unpacked/);
  });

  it("that are archives with large pictures open all the same", () => {
    const picture = Uint8Array.from({ length: 6_000_000 }, (_, i) => (i * 2_654_435_761) >>> 24);
    const packed = zipSync({
      "files/a.jpg": [picture, { level: 0 }],
      "doc.kml": strToU8(line("120.4,30.8 120.5,30.9")),
    });

    expect(packed.length).toBeGreaterThan(fileLimits.bytes);
    expect(openFast("a.kmz", packed)).toMatchObject({ ok: true, plan: { elements: { length: 2 } } });
  });

  it("that are archives of very many or very strange entries are refused", () => {
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`${i}.txt`, new Uint8Array(0)]));
    const away = zipSync({ "../../../../etc/cron.d/doc.kml": strToU8(line("120.4,30.8 120.5,30.9")) });
    const inner = zipSync({ "inner.kmz": zipSync({ "doc.kml": strToU8(line("120.4,30.8")) }) });

    expect(detail(openFast("a.kmz", zipSync(many)))).toContain("more than 500 entries");
    expect(openFast("a.kmz", away)).toMatchObject({ ok: true, plan: { name: "a" } });
    expect(detail(openFast("a.kmz", inner))).toContain("no .kml");
    expect(detail(openFast("a.kmz", strToU8("PK\u0003\u0004 and no more")))).toMatch(/^bad-file/);
  });

  it("nested deeply are refused", () => {
    const deep = 200_000;

    expect(detail(openFast("a.kml", kml("<Folder>".repeat(deep))))).toContain("inside of one another");
    expect(
      openFast("a.geojson", `{"type":"FeatureCollection","features":${"[".repeat(deep)}${"]".repeat(deep)}}`).ok,
    ).toBe(false);
    const collection = '{"type":"GeometryCollection","geometries":['.repeat(5_000);
    expect(detail(openFast("a.geojson", `${collection}${"]}".repeat(5_000)}`))).toContain("too deep");
    expect(openFast("a.plan", `{"fileType":"Plan","mission":${'{"a":'.repeat(deep)}1${"}".repeat(deep)}}`).ok).toBe(
      false,
    );
    expect(
      openFast(
        "a.plan",
        `{"fileType":"Plan","lantern":{"rest":"","plan":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}}`,
      ).ok,
    ).toBe(false);
  });

  it("with more elements than anybody has are refused", () => {
    expect(detail(openFast("a.kml", kml("<a/>".repeat(fileLimits.xmlElements + 1))))).toContain(
      "more than 200000 elements",
    );
  });

  it.each([
    ["blanks", " ".repeat(4_000_000)],
    ["commas", ", ".repeat(2_000_000)],
    ["short places", "1,2 ".repeat(1_000_000)],
  ])("with megabytes of %s for coordinates take no longer than others", (_, coordinates) => {
    expect(openFast("a.kml", line(`1${coordinates}x`)).ok).toBe(coordinates.startsWith("1"));
  });

  it("with very long lists are cut, and it is said", () => {
    const result = openFast("a.kml", line("120.4,30.8,5 ".repeat(300_000)));
    const rows = Array.from({ length: 90_000 }, (_, i) => `${i}\t0\t3\t16\t0\t0\t0\t0\t30.87\t120.43\t50\t1`);
    const waypoints = openFast("a.waypoints", `QGC WPL 110\n${rows.join("\n")}`);

    expect(result.ok && result.plan.elements.length).toBe(2_000);
    expect(result.ok && result.notes).toContainEqual({
      code: "truncated",
      params: { what: "elements", kept: 2_000, of: 300_000 },
    });
    expect(waypoints.ok && waypoints.plan.elements.length).toBe(2_000);
    expect(codes(waypoints)).toContain("truncated");
  });

  it("with a boundary of too many points lose the boundary, not its shape", () => {
    const ring = Array.from({ length: 900 }, (_, i) => [30 + Math.sin(i / 150), 120 + Math.cos(i / 150)]);
    const text = JSON.stringify({
      fileType: "Plan",
      geoFence: {
        polygons: [{ inclusion: true, polygon: ring }],
        circles: [{ circle: { center: [30, 120], radius: 9 } }],
      },
    });

    const result = openFast("a.plan", text);

    expect(result.ok && result.plan.fences.map(({ shape }) => shape)).toEqual(["circle"]);
    expect(result.ok && result.notes).toContainEqual({
      code: "too-many-points",
      params: { what: "fence", points: 900, most: 500 },
    });
  });

  it("with an area of very many holes lose the most of them", () => {
    const hole = [
      [1, 2],
      [2, 3],
      [3, 2],
    ].map(([x = 0, y = 0]) => [120 + x / 100, 30 + y / 100]);
    const text = JSON.stringify({ type: "Polygon", coordinates: Array.from({ length: 40_000 }, () => hole) });

    const result = openFast("a.geojson", text);

    expect(result.ok && codes(result)).toContain("truncated");
  });

  it("with places that are nowhere lose them", () => {
    const result = openFast("a.kml", line("120.4,30.8 NaN,30 1e999,5 200,30 120,-91 , 120.5"));
    const all = openFast("b.kml", line("NaN,NaN"));

    expect(result.ok && result.plan.elements).toHaveLength(1);
    expect(codes(result)).toContain("bad-place");
    expect(detail(all)).toContain("nothing of a plan");
  });

  it("with numbers out of range open without them", () => {
    const params = (z: unknown) => [0, 0, 0, 0, 30.87, 120.43, z];
    const items = [params(1e300), params("5"), params(99_999), params(null)].map((p) => ({
      type: "SimpleItem",
      command: 16,
      frame: 3,
      params: p,
    }));
    const odd = [
      { type: "SimpleItem", command: 1e9, frame: 3, params: params(5) },
      { type: "SimpleItem", command: 16, frame: -1, params: params(5) },
      null,
      7,
      [],
    ];
    const text = JSON.stringify({
      fileType: "Plan",
      mission: { items: [...items, ...odd], hoverSpeed: 1e9, plannedHomePosition: [91, 0, 0] },
    });

    expect(openFast("a.plan", text).ok).toBe(true);
  });

  it("in other encodings open by their marks, or with garbled names", () => {
    const text = line("120.4,30.8 120.5,30.9");
    const wide = new Uint8Array(2 + text.length * 2);
    wide.set([0xff, 0xfe]);
    for (let i = 0; i < text.length; i++) wide[2 + i * 2] = text.charCodeAt(i);
    const named = strToU8(
      kml("<name>XX</name><Placemark><Point><coordinates>120.4,30.8,5</coordinates></Point></Placemark>"),
    );
    const at = named.indexOf(0x58);
    const gbk = new Uint8Array(named);
    gbk.set([0xd5, 0xd2], at);

    expect(openFast("a.kml", wide).ok).toBe(true);
    expect(openFast("a.kml", `\ufeff${text}`).ok).toBe(true);
    expect(codes(openFast("a.kml", gbk))).toContain("bad-text");
  });

  it("that are something else say so", () => {
    expect(detail(openFast("a.plan", ""))).toBe("bad-file: The file is empty.");
    expect(detail(openFast("a.plan", "hello"))).toContain("no JSON");
    expect(detail(openFast("a.plan", "[]"))).toContain("no object");
    expect(detail(openFast("a.plan", '{"fileType":"Parameters"}'))).toContain('"fileType": "Plan"');
    expect(detail(openFast("a.kml", "<html><body></body></html>"))).toContain("no KML");
    expect(detail(openFast("a.gpx", "<kml></kml>"))).toContain("nothing of a plan");
    expect(detail(openFast("a.waypoints", "QGC WPL 110\n"))).toContain("no item");
    expect(detail(openFast("a.waypoints", "latitude,longitude"))).toContain("QGC WPL 110");
    expect(detail(openFast("a.exe", new Uint8Array([0x4d, 0x5a, 0x90])))).toContain("none of");
    expect(detail(openFast("a.geojson", '{"__proto__":{"type":"Point"},"constructor":1}'))).toContain("no GeoJSON");
  });

  it("of chance never throw, and never make a plan that the station would not take", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom("plan", "waypoints", "kml", "kmz", "gpx", "geojson"),
        (bytes, ending) => {
          const result = open(`x.${ending}`, bytes);
          if (result.ok) expect(complaint(result.plan)).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each(["plan", "waypoints", "kml", "kmz", "gpx", "geojson"] as const)(
    "damaged anywhere never throw: %s",
    (format) => {
      const written = writePlanFile({ plan: buildPlan("1"), format, context: copter });
      if (!written.ok) throw new Error("Not written.");
      fc.assert(
        fc.property(fc.nat(), fc.nat(255), fc.nat(), (where, byte, cut) => {
          const bytes = written.bytes.slice(0, cut % 3 === 0 ? cut % written.bytes.length : undefined);
          if (bytes.length > 0) bytes[where % bytes.length] = byte;
          const result = open(`x.${format}`, bytes);
          if (result.ok) expect(complaint(result.plan)).toBeUndefined();
        }),
        { numRuns: 300 },
      );
    },
  );

  it("as JSON of any kind never throw", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        fc.jsonValue({ maxDepth: 4 }),
        fc.jsonValue({ maxDepth: 4 }),
        (a, b, c) => {
          const plan = {
            fileType: "Plan",
            mission: { items: [a, { type: "SimpleItem", params: b, frame: 3, command: 16 }] },
            geoFence: { polygons: [c, { polygon: c }], circles: b },
            rallyPoints: { points: a },
            lantern: { plan: a, rest: "" },
          };
          for (const value of [
            a,
            plan,
            { type: "FeatureCollection", features: [a, { type: "Feature", geometry: b }] },
          ]) {
            const result = open("x.plan", JSON.stringify(value));
            if (result.ok) expect(complaint(result.plan)).toBeUndefined();
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
