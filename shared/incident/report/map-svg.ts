import type { LatLon } from "../../geo/lat-lon.ts";
import { LocalFrame } from "../../geo/local-frame.ts";
import { Html, type HtmlPart, html } from "./html.ts";
import { reportNames } from "./names.ts";
import { type ReportInput, thingsOfKind } from "./report-input.ts";

const widthPx = 720;
const mostHeightPx = 620;
const edgePx = 24;

const px = (value: number): string => value.toFixed(1);

/** All places that must be on the picture. */
const placesOf = (input: ReportInput): readonly LatLon[] =>
  [
    ...thingsOfKind(input, "segment").flatMap(({ fields }) => fields.ring ?? []),
    ...thingsOfKind(input, "clue").flatMap(({ fields }) => fields.place ?? []),
    ...thingsOfKind(input, "subject").flatMap(({ fields }) => [fields.ipp?.place, fields.lastSeen?.place]),
    ...thingsOfKind(input, "incident").flatMap(({ fields }) => fields.outcome?.place),
    ...input.tracks.flatMap(({ points }) => points),
  ].filter((place) => place !== undefined);

/** Segments are darker the better they were searched: paper has no other colours to rely on. */
const greyOf = (pod: number): string => {
  const level = Math.round(255 - 110 * Math.min(1, Math.max(0, pod)));
  return `rgb(${level},${level},${level})`;
};

/** A round number of metres that is about a fifth of the picture. */
const scaleM = (metresPerPx: number): number => {
  const wantedM = (widthPx / 5) * metresPerPx;
  const power = 10 ** Math.floor(Math.log10(wantedM));
  return [5, 2, 1].map((one) => one * power).find((one) => one <= wantedM) ?? power;
};

/**
 * The search as a black-and-white drawing that survives a copier: segments with their names, tracks, clues by number, planning
 * point, where the subject was found. North is up, the scale is drawn.
 * @param only draw the tracks and clues of this assignment's searcher, and its segments bold
 * @returns undefined where nothing has a place
 */
export const mapSvg = (
  input: ReportInput,
  only: { readonly segmentIds?: ReadonlySet<string>; readonly who?: string } = {},
): Html | undefined => {
  const all = placesOf(input);
  const bold = only.segmentIds ?? new Set<string>();
  const near =
    bold.size === 0
      ? all
      : thingsOfKind(input, "segment").flatMap(({ id, fields }) => (bold.has(id) ? (fields.ring ?? []) : []));
  const first = near[0] ?? all[0];
  if (first === undefined) return undefined;
  const frame = new LocalFrame(first);
  const plane = (near.length > 0 ? near : all).map((place) => frame.toNorthEast(place));
  const least = (pick: (at: { northM: number; eastM: number }) => number) =>
    plane.reduce((low, at) => Math.min(low, pick(at)), Infinity);
  const [south, west] = [least(({ northM }) => northM), least(({ eastM }) => eastM)];
  const [north, east] = [-least(({ northM }) => -northM), -least(({ eastM }) => -eastM)];
  const metresPerPx = Math.max(
    (east - west) / (widthPx - 2 * edgePx),
    (north - south) / (mostHeightPx - 2 * edgePx),
    0.25,
  );
  const heightPx = Math.max(200, (north - south) / metresPerPx + 2 * edgePx);
  const at = (place: LatLon): { readonly x: number; readonly y: number } => {
    const { northM, eastM } = frame.toNorthEast(place);
    return {
      x: widthPx / 2 + (eastM - (west + east) / 2) / metresPerPx,
      y: heightPx / 2 - (northM - (south + north) / 2) / metresPerPx,
    };
  };
  const path = (places: readonly LatLon[]): string =>
    places
      .map(at)
      .map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${px(x)} ${px(y)}`)
      .join("");
  const names = reportNames(input);

  const segments = thingsOfKind(input, "segment").map(({ id, fields }): HtmlPart => {
    const ring = fields.ring ?? [];
    if (ring.length < 3) return undefined;
    const middle = ring
      .map(at)
      .reduce((sum, { x, y }) => ({ x: sum.x + x / ring.length, y: sum.y + y / ring.length }), { x: 0, y: 0 });
    return html`<path d="${path(ring)}Z" fill="${greyOf(input.grades[id]?.pod ?? 0)}" fill-opacity="0.7" stroke="#000" stroke-width="${bold.has(id) ? 3 : 0.8}"/><text x="${px(middle.x)}" y="${px(middle.y)}" font-size="11" text-anchor="middle">${names.segment(id)}</text>`;
  });
  const tracks = input.tracks
    .filter(({ who }) => only.who === undefined || who === only.who)
    .map(
      ({ points }): HtmlPart =>
        points.length > 1 &&
        html`<path d="${path(points)}" fill="none" stroke="#333" stroke-width="1.2" stroke-dasharray="4 2"/>`,
    );
  const clues = thingsOfKind(input, "clue").map(({ fields }): HtmlPart => {
    if (fields.place === undefined) return undefined;
    const { x, y } = at(fields.place);
    return html`<circle cx="${px(x)}" cy="${px(y)}" r="8" fill="#fff" stroke="#000" stroke-width="1.5"/><text x="${px(x)}" y="${px(y + 4)}" font-size="10" text-anchor="middle">${fields.number ?? "?"}</text>`;
  });
  const points = thingsOfKind(input, "subject").map(({ fields }): HtmlPart => {
    if (fields.ipp === undefined) return undefined;
    const { x, y } = at(fields.ipp.place);
    return html`<path d="M${px(x - 9)} ${px(y)}H${px(x + 9)}M${px(x)} ${px(y - 9)}V${px(y + 9)}" stroke="#000" stroke-width="2.5"/><text x="${px(x + 11)}" y="${px(y - 6)}" font-size="12" font-weight="bold">IPP</text>`;
  });
  const found = thingsOfKind(input, "incident").map(({ fields }): HtmlPart => {
    const place = fields.outcome?.place;
    if (place === undefined) return undefined;
    const { x, y } = at(place);
    return html`<circle cx="${px(x)}" cy="${px(y)}" r="11" fill="none" stroke="#000" stroke-width="3"/><path d="M${px(x - 5)} ${px(y)}l4 5l7 -10" fill="none" stroke="#000" stroke-width="3"/>`;
  });
  const barM = scaleM(metresPerPx);
  const barPx = barM / metresPerPx;
  return new Html(
    html`<svg class="map" viewBox="0 0 ${widthPx} ${px(heightPx)}" role="img" font-family="sans-serif"><rect width="${widthPx}" height="${px(heightPx)}" fill="#fff" stroke="#000"/>${segments}${tracks}${clues}${points}${found}<path d="M${widthPx - 22} 34V10l-6 10m6 -10l6 10" fill="none" stroke="#000" stroke-width="2"/><text x="${widthPx - 22}" y="48" font-size="12" text-anchor="middle">N</text><path d="M16 ${px(heightPx - 16)}h${px(barPx)}m0 -4v8m${px(-barPx)} -8v8" fill="none" stroke="#000" stroke-width="1.5"/><text x="16" y="${px(heightPx - 24)}" font-size="11">${barM >= 1000 ? `${barM / 1000} km` : `${barM} m`}</text></svg>`
      .text,
  );
};
