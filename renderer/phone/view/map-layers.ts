import * as leaflet from "leaflet";
import type { BaseMapFeature } from "../../../shared/geo/base-map.ts";
import type { FieldMap, FieldState } from "../../../shared/wire/field.ts";
import type { Fix } from "../worth-telling.ts";

const ground: Readonly<Record<BaseMapFeature["kind"], leaflet.PathOptions>> = {
  water: { color: "#3d6f8e", weight: 1, fillColor: "#1e4258", fillOpacity: 0.9 },
  stream: { color: "#3d6f8e", weight: 2 },
  road: { color: "#9a917f", weight: 3 },
  track: { color: "#7d7566", weight: 1.5, dashArray: "6 4" },
  wood: { color: "#2c4a33", weight: 1, fillColor: "#22392a", fillOpacity: 0.8 },
  field: { color: "#33382f", weight: 1, fillColor: "#262a23", fillOpacity: 0.6 },
  building: { color: "#8b7f6d", weight: 1, fillColor: "#5a5145", fillOpacity: 0.9 },
};
const drawnFirst: readonly BaseMapFeature["kind"][] = ["field", "wood", "water", "stream", "track", "road", "building"];

type Pair = readonly [number, number];
const toLatLng = ([lon, lat]: Pair): leaflet.LatLngTuple => [lat, lon];

/** The offline base map as lines and areas: it needs no network once it is there. */
export const baseMapLayer = ({ features }: FieldMap): leaflet.LayerGroup => {
  const renderer = leaflet.canvas({ padding: 0.5 });
  const layers = drawnFirst.flatMap((kind) =>
    features
      .filter((feature) => feature.kind === kind)
      .map(({ geometry }) => {
        const style = { ...ground[kind], renderer, interactive: false };
        return geometry.type === "LineString"
          ? leaflet.polyline(geometry.coordinates.map(toLatLng), style)
          : leaflet.polygon(
              geometry.coordinates.map((ring) => ring.map(toLatLng)),
              style,
            );
      }),
  );
  return leaflet.layerGroup(layers);
};

export const at = ({ latDeg, lonDeg }: { readonly latDeg: number; readonly lonDeg: number }): leaflet.LatLngTuple => [
  latDeg,
  lonDeg,
];

/** Words of people go in as text, never as markup. */
const named = (name: string): HTMLElement => {
  const text = document.createElement("span");
  text.textContent = name;
  return text;
};

/** The job's segments and goal, clues near, team mates. @returns also what the job covers */
export const searchLayers = (
  state: FieldState,
): { readonly layer: leaflet.LayerGroup; readonly bounds: leaflet.LatLngBounds | undefined } => {
  const layer = leaflet.layerGroup();
  const places: leaflet.LatLngTuple[] = [];
  for (const [i, job] of state.jobs.entries()) {
    const style = { color: i === 0 ? "#f5b342" : "#a08a5a", weight: i === 0 ? 4 : 2, fillOpacity: 0.06 };
    for (const { name, ring } of job.segments) {
      const corners = ring.map(at);
      if (i === 0) places.push(...corners);
      leaflet
        .polygon(corners, { ...style, className: "segment" })
        .bindTooltip(named(name), { permanent: true, direction: "center", className: "segment-name" })
        .addTo(layer);
    }
    if (job.place !== undefined) {
      if (i === 0) places.push(at(job.place));
      leaflet.circleMarker(at(job.place), { ...style, radius: 12, className: "goal" }).addTo(layer);
    }
  }
  for (const clue of state.clues)
    leaflet
      .circleMarker(at(clue.place), {
        radius: 8,
        color: "#000",
        weight: 2,
        fillColor: "#e69f00",
        fillOpacity: 1,
        className: "clue",
      })
      .bindTooltip(named(clue.text ?? ""), { direction: "top" })
      .addTo(layer);
  for (const mate of state.mates)
    leaflet
      .circleMarker(at(mate), {
        radius: 8,
        color: "#fff",
        weight: 2,
        fillColor: "#56b4e9",
        fillOpacity: 1,
        className: "mate",
      })
      .bindTooltip(named(mate.name), { permanent: true, direction: "right", className: "mate-name" })
      .addTo(layer);
  return { layer, bounds: places.length === 0 ? undefined : leaflet.latLngBounds(places) };
};

/** This phone, with how uncertain that is. */
export const ownLayer = (fix: Fix): leaflet.LayerGroup =>
  leaflet.layerGroup([
    leaflet.circle(at(fix), { radius: 2 * (fix.sigmaM ?? 0), color: "#3aa0ff", weight: 1, fillOpacity: 0.12 }),
    leaflet.circleMarker(at(fix), {
      ...{ radius: 9, color: "#fff", weight: 3, fillColor: "#1769c4", fillOpacity: 1, className: "own-place" },
    }),
  ]);
