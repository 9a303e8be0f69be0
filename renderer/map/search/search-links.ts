import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { worldLatDeg, worldLonDeg } from "../../../shared/geo/web-mercator.ts";
import type { Stores } from "../../stores/create-stores.ts";
import type { Link } from "./draw-links.ts";
import { type OpenAssignment, openAssignments } from "./open-assignments.ts";
import { percentText, type SearchWords } from "./search-words.ts";
import type { SegmentShape } from "./segment-shapes.ts";
import { whoLook } from "./who-places.ts";

interface LinkScene {
  readonly shapeOf: (segmentId: string) => SegmentShape | undefined;
  readonly selectedKey: string | undefined;
  readonly hoveredKey: string | undefined;
  readonly words: SearchWords;
}

const middleOf = (shape: SegmentShape | undefined): readonly LatLon[] =>
  shape === undefined ? [] : [{ latDeg: worldLatDeg(shape.middleY), lonDeg: worldLonDeg(shape.middleX) }];

/** Who goes where, and who should go next. */
export const searchLinks = (stores: Stores, scene: LinkScene): readonly Link[] => {
  const { layers } = stores.settings.getState();
  const { things } = stores.incident.getState();
  const links: Link[] = [];
  if (layers.teams) {
    for (const assignment of openAssignments(things)) {
      const look = whoLook(stores, assignment.who);
      const to = goalsOf(stores, assignment, scene);
      if (look === undefined || to.length === 0) continue;
      const strong =
        assignment.who === scene.selectedKey ||
        assignment.who === scene.hoveredKey ||
        `assignment/${assignment.id}` === scene.selectedKey ||
        assignment.segmentIds.some((id) => `segment/${id}` === scene.selectedKey);
      const text = strong
        ? scene.words.t("map.assignment", {
            number: assignment.number ?? "–",
            state: scene.words.t(`map.assignment.${assignment.state}`),
          })
        : undefined;
      links.push({ from: look.place, to, colour: look.colour, state: assignment.state, strong, text });
    }
  }
  const { proposals, hoveredWho } = stores.proposals.getState();
  for (const { who, segmentIds, expectedPos, way } of proposals) {
    const look = whoLook(stores, who);
    const to = way?.path ?? segmentIds.flatMap((id) => middleOf(scene.shapeOf(id)));
    if (look === undefined || to.length === 0) continue;
    const percent = percentText(way?.expectedPos ?? expectedPos);
    const text = scene.words.t("map.proposal", { name: look.name, percent });
    links.push({ from: look.place, to, colour: look.colour, state: "proposed", strong: who === hoveredWho, text });
  }
  return links;
};

const goalsOf = (
  { incident, heat }: Stores,
  { segmentIds, place, clueId, heatId }: OpenAssignment,
  { shapeOf }: LinkScene,
): readonly LatLon[] => {
  const segments = segmentIds.flatMap((id) => middleOf(shapeOf(id)));
  if (segments.length > 0) return segments;
  if (place !== undefined) return [place];
  const clue = clueId === undefined ? undefined : incident.getState().things.clue[clueId]?.fields.place;
  if (clue !== undefined) return [clue];
  const source = heatId === undefined ? undefined : heat.getState().byId[heatId];
  return source?.location.located === true ? [source.location.position] : [];
};
