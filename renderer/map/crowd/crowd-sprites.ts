import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { Theme } from "../../stores/settings-store.ts";
import type { Sprite, SpriteCache } from "./sprite-cache.ts";

/** How a mark of the crowd looks; drawn in this order. New sources are as full as they are likely to be a person, by quarters. */
const crowdLooks = ["sensor", "dismissed", "ours", "new-0", "new-1", "new-2", "new-3", "new-4", "confirmed"] as const;
type CrowdLook = (typeof crowdLooks)[number];

export const sensorLook: number = crowdLooks.indexOf("sensor");

export const heatLook = (source: HeatSource): number => {
  const { state } = source.decision;
  if (source.identity !== undefined && state !== "dismissed") return crowdLooks.indexOf("ours");
  if (state !== "new") return crowdLooks.indexOf(state);
  const quarters = Math.round(Math.max(0, Math.min(1, source.personProbability ?? 0)) * 4);
  return crowdLooks.indexOf(`new-${quarters}` as CrowdLook);
};

const inks = {
  day: {
    halo: "#ffffff",
    line: "#7a3d00",
    open: "#fffaf0",
    fill: "#ffab2e",
    grey: "#4d545c",
    own: "#0b4f9e",
    sensor: "#33506b",
  },
  night: {
    halo: "#000000",
    line: "#f0a83c",
    open: "#211809",
    fill: "#e29a31",
    grey: "#9a917c",
    own: "#9db8d6",
    sensor: "#8aa3b8",
  },
} as const;

/** The farther out, the smaller: from here to there they must not become one blot. */
const radiusPx = (zoom: number): number => (zoom < 13 ? 2.5 : zoom < 15 ? 3.5 : zoom < 17 ? 5 : 7);

/** One mark of the crowd: its shape tells what it is, as its large mark's does. */
export const crowdSprite = (sprites: SpriteCache, number: number, zoom: number, theme: Theme): Sprite => {
  const look = crowdLooks[number] ?? "sensor";
  const r = look === "sensor" ? radiusPx(zoom) * 0.75 : radiusPx(zoom);
  const size = Math.ceil(2 * r + 6);
  return sprites.get(`crowd|${look}|${r}|${theme}`, size, size, (ink) => {
    const { halo, line, open, fill, grey, own, sensor } = inks[theme];
    const middle = size / 2;
    const path = new Path2D();
    if (look === "sensor" || look === "ours") path.rect(middle - r, middle - r, 2 * r, 2 * r);
    else path.arc(middle, middle, r, 0, 2 * Math.PI);
    ink.strokeStyle = halo;
    ink.lineWidth = look === "dismissed" ? 2.4 : 4;
    ink.stroke(path);
    ink.fillStyle = look === "confirmed" ? fill : look === "sensor" ? sensor : open;
    ink.fill(path);
    if (look.startsWith("new-")) {
      // Filled from below, like the level in its large mark.
      const level = Number(look.slice(4)) / 4;
      ink.save();
      ink.clip(path);
      ink.fillStyle = fill;
      ink.fillRect(middle - r, middle + r - 2 * r * level, 2 * r, 2 * r * level);
      ink.restore();
    }
    ink.strokeStyle = look === "dismissed" ? grey : look === "ours" ? own : look === "sensor" ? halo : line;
    ink.lineWidth = look === "dismissed" ? 1 : look === "sensor" ? 0.8 : look === "confirmed" ? 2 : 1.5;
    ink.stroke(path);
    if (look !== "dismissed") return;
    ink.beginPath();
    ink.moveTo(middle - r * 0.7, middle + r * 0.7);
    ink.lineTo(middle + r * 0.7, middle - r * 0.7);
    ink.stroke();
  });
};
