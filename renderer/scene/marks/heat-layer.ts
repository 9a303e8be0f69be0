import { CylinderGeometry, Group, type ShaderMaterial } from "three";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import { LineBuffer } from "../paths/line-buffer.ts";
import { WideLines } from "../paths/wide-lines.ts";
import type { ScenePalette } from "../scene-palette.ts";
import { drapeEllipse, type Ground, onGround } from "./draped.ts";
import type { LabelWish } from "./label-layer.ts";
import { Markers } from "./markers.ts";

export type HeatLook = "new" | "confirmed" | "dismissed" | "own";

/** As on the map: what was dismissed stays so; what was recognised as our own is neither new nor a find. */
export const heatLook = ({ decision, identity }: Pick<HeatSource, "decision" | "identity">): HeatLook =>
  decision.state === "dismissed" ? "dismissed" : identity !== undefined ? "own" : decision.state;

/** The most that are drawn: the newest. */
const mostSources = 2_000;
/** Of those, the most that have a number beside them. */
const mostLabels = 60;
const pillarM = 26;

const alphaOf = (look: HeatLook, probability: number): number =>
  look === "dismissed" ? 0.3 : look === "confirmed" ? 1 : look === "own" ? 0.6 : 0.45 + 0.4 * probability;

/** Heat sources: a pillar of light where one is, its ellipse on the ground. Nothing here moves by itself. */
export class HeatLayer {
  readonly group = new Group();
  readonly #pillars = new Markers({
    geometry: new CylinderGeometry(0.5, 0.5, 1, 10, 1, true).rotateX(Math.PI / 2).translate(0, 0, 0.5),
    grows: "width",
    sizeM: 1.2,
    leastPart: 0.006,
    heightM: pillarM,
    renderOrder: 6,
  });
  readonly #buffer = new LineBuffer(1_024);
  readonly #lines: WideLines;
  /** What is drawn, for presses and labels: the newest first. */
  drawn: readonly { readonly source: HeatSource; readonly look: HeatLook; readonly top: LabelWish["place"] }[] = [];

  constructor(material: ShaderMaterial) {
    this.#lines = new WideLines(this.#buffer, material, 3);
    this.#pillars.mesh.material.depthWrite = false;
    this.group.add(this.#pillars.mesh, this.#lines.mesh);
  }

  setSources(
    sources: readonly HeatSource[],
    options: { readonly ground: Ground; readonly palette: ScenePalette; readonly selectedId: string | undefined },
  ): void {
    const { ground, palette, selectedId } = options;
    const located = sources
      .flatMap((source) => (source.location.located ? [{ source, location: source.location }] : []))
      .sort((a, b) => b.source.lastSeenMs - a.source.lastSeenMs)
      .slice(0, mostSources);
    const inks = { new: palette.heat, confirmed: palette.heat, dismissed: palette.heatGrey, own: palette.heatOwn };
    this.#buffer.clear();
    this.#pillars.reserve(located.length);
    this.drawn = located.map(({ source, location }, i) => {
      const look = heatLook(source);
      const foot = onGround(ground, location.position, 0);
      this.#pillars.set(i, foot, inks[look], alphaOf(look, source.personProbability ?? 0.5));
      const isStrong = source.id === selectedId;
      drapeEllipse(this.#buffer, foot, location.ellipse95, ground.upM, {
        rgb: inks[look],
        alpha: isStrong ? 255 : look === "dismissed" ? 90 : 210,
        dashed: look === "dismissed" || location.ground === "flat",
      });
      return { source, look, top: { x: foot.x, y: foot.y, z: foot.z + pillarM * (look === "dismissed" ? 0.4 : 0.8) } };
    });
    this.#lines.update();
  }

  setStrength(strength: number): void {
    this.#pillars.setStrength(strength);
  }

  /** Numbers: of the selected one always, else of the newest, dismissed ones last. */
  labelled(selectedId: string | undefined, hoveredId: string | undefined) {
    const isCalled = ({ source }: (typeof this.drawn)[number]): boolean =>
      source.id === selectedId || source.id === hoveredId;
    return this.drawn.filter((one, i) => i < mostLabels || isCalled(one));
  }

  close(): void {
    this.#pillars.close();
    this.#lines.close();
    this.group.removeFromParent();
  }
}
