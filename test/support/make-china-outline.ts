/**
 * Makes shared/geo/china-outline-data.ts from Natural Earth's 1:10m countries (public domain), as the npm package world-atlas
 * 2.0.2 carries them. The package is needed only for this, and is no dependency:
 *
 *     npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
 *     node test/support/make-china-outline.ts package/countries-10m.json > shared/geo/china-outline-data.ts
 */
import { readFileSync } from "node:fs";
import { LocalFrame } from "../../shared/geo/local-frame.ts";
import { distanceToSideM } from "../../shared/geo/polygon.ts";
import { keptIndices } from "../../shared/geo/simplify-line.ts";

type Position = readonly [lonDeg: number, latDeg: number];

interface Topology {
  readonly transform: { readonly scale: Position; readonly translate: Position };
  readonly arcs: readonly (readonly Position[])[];
  readonly objects: {
    readonly countries: {
      readonly geometries: readonly {
        readonly type: string;
        readonly properties: { readonly name: string };
        readonly arcs: readonly unknown[];
      }[];
    };
  };
}

/** The finest line that the data can mean, m: it is rounded to some 200 m itself. */
const toleranceM = 250;
const perDeg = 1_000;

const topology: Topology = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const { scale, translate } = topology.transform;
/** Simplified arc by arc, so that both sides of a border stay the same line. */
const arcs = topology.arcs.map((arc): Position[] => {
  let [x, y] = [0, 0];
  const line = arc.map(([dx, dy]): Position => {
    x += dx;
    y += dy;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
  return simplify(line).map(([lonDeg, latDeg]) => [
    Math.round(lonDeg * perDeg) / perDeg,
    Math.round(latDeg * perDeg) / perDeg,
  ]);
});

function simplify(line: Position[]): Position[] {
  const [first] = line;
  if (!first) return [];
  const middle = line[line.length >> 1] ?? first;
  const frame = new LocalFrame({ lonDeg: middle[0], latDeg: middle[1] });
  const plane = line.map(([lonDeg, latDeg]) => frame.toNorthEast({ latDeg, lonDeg }));
  const at = (index: number) => plane[index] ?? { northM: 0, eastM: 0 };
  const offBy = (i: number, from: number, to: number) => distanceToSideM(at(i), at(from), at(to));
  return keptIndices(plane.length, toleranceM, offBy).flatMap((index) => line.slice(index, index + 1));
}

const countryOf = (name: string) => {
  const found = topology.objects.countries.geometries.find(({ properties }) => properties.name === name);
  if (!found) throw new Error(`No ${name} in the file.`);
  return found;
};
const arcNumbers = (value: unknown): readonly number[] =>
  typeof value === "number" ? [value] : Array.isArray(value) ? value.flatMap(arcNumbers) : [];
const bare = (arc: number): number => (arc < 0 ? ~arc : arc);
const users = new Map<number, number>();
for (const { arcs: own } of topology.objects.countries.geometries) {
  for (const arc of arcNumbers(own)) users.set(bare(arc), (users.get(bare(arc)) ?? 0) + 1);
}

const ringsOf = (name: string): Position[][] => {
  const country = countryOf(name);
  const polygons = country.type === "Polygon" ? [country.arcs] : country.arcs;
  return polygons.flatMap((polygon) =>
    (Array.isArray(polygon) ? polygon : []).map((ring) =>
      arcNumbers(ring).flatMap((arc) => (arc < 0 ? (arcs[~arc] ?? []).toReversed() : (arcs[arc] ?? []))),
    ),
  );
};

/** Cuts a ring at the sides of a box (Sutherland and Hodgman 1974). */
const clip = (ring: readonly Position[], [west, south, east, north]: readonly number[]): Position[] => {
  const cut = (line: readonly Position[], axis: 0 | 1, limit: number, sign: number): Position[] =>
    line.flatMap((to, i): Position[] => {
      const from = line.at(i - 1) ?? to;
      const [a, b] = [(from[axis] - limit) * sign, (to[axis] - limit) * sign];
      const share = a / (a - b);
      const met: Position = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
      return [...(a > 0 !== b > 0 ? [met] : []), ...(b > 0 ? [to] : [])];
    });
  const eastern = cut(ring, 0, west ?? 0, 1);
  return cut(cut(cut(eastern, 0, east ?? 0, -1), 1, south ?? 0, 1), 1, north ?? 0, -1);
};

/** Google's polyline: zigzag differences in groups of five bits, latitude first, in thousandths of a degree. */
const encode = (line: readonly Position[]): string => {
  let text = "";
  let before: Position = [0, 0];
  for (const [lonDeg, latDeg] of line) {
    const at: Position = [Math.round(lonDeg * perDeg), Math.round(latDeg * perDeg)];
    for (const change of [at[1] - before[1], at[0] - before[0]]) {
      let rest = change < 0 ? ~(change << 1) : change << 1;
      while (rest >= 32) {
        text += String.fromCharCode((32 | (rest & 31)) + 63);
        rest >>= 5;
      }
      text += String.fromCharCode(rest + 63);
    }
    before = at;
  }
  return text;
};

const china = [...new Set(arcNumbers(countryOf("China").arcs).map(bare))];
const lines = (numbers: readonly number[]) => numbers.map((arc) => encode(arcs[arc] ?? [])).join(" ");
const close = (ring: Position[]): Position[] => [...ring, ...ring.slice(0, 1)];
/** The parts of Vietnam and North Korea that lie within the coast's reach. */
const boxes: Readonly<Record<string, readonly number[]>> = {
  Vietnam: [107, 20.8, 108.6, 22],
  "North Korea": [123.5, 39.2, 125.5, 40.8],
};
const neighbours = ["Hong Kong", "Macao", "Taiwan", "Vietnam", "North Korea"].flatMap((name) => {
  const box = boxes[name];
  return ringsOf(name)
    .map((ring) => (box ? clip(ring, box) : ring))
    .filter(({ length }) => length > 2)
    .map((ring) => encode(close(ring)));
});

const quote = (text: string): string =>
  `\`${text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("$", "\\$")}\``;
process.stdout.write(`/**
 * The outline of mainland China and of the shores near its own, to tell where GCJ-02 applies; nothing else is meant by it.
 * Made from Natural Earth 5, admin 0 countries 1:10m (public domain), as in world-atlas 2.0.2, by
 * test/support/make-china-outline.ts: simplified to ${toleranceM} m, thousandths of a degree as Google's encoded polyline, a line a word.
 */
export const chinaOutlineData = {
  /** Shores. */
  coast: ${quote(lines(china.filter((arc) => users.get(arc) === 1)))},
  /** Land borders; with the shores they close the outline. */
  borders: ${quote(lines(china.filter((arc) => users.get(arc) !== 1)))},
  /** Closed lines: Hong Kong, Macao, Taiwan, and what of Vietnam and North Korea lies near the shores. */
  neighbours: ${quote(neighbours.join(" "))},
} as const;
`);
