import { useStore } from "zustand";
import { type PathInk, pathInks } from "../stores/scene/scene-store.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { rampCss, unknownInk } from "./paths/path-ink.ts";
import type { SceneController } from "./scene-controller.ts";

const footM = 0.3048;
const knotMps = 1852 / 3600;

/** A value of the ramp in words of the chosen units. */
const valueWords = (ink: PathInk, value: number, imperial: boolean): string => {
  if (ink === "link") return `${Math.round(value * 100)} %`;
  if (ink === "speed") return imperial ? `${Math.round(value / knotMps)} kn` : `${Math.round(value)} m/s`;
  return imperial ? `${Math.round(value / footM)} ft` : `${Math.round(value)} m`;
};

/** What the paths' colours mean, and the choice between them. */
export const SceneLegend = ({ controller }: { readonly controller: SceneController }) => {
  const t = useTranslate();
  const { scene, settings } = useStores();
  const ink = useStore(scene, (state) => state.pathInk);
  const imperial = useStore(settings, (state) => state.units === "imperial");
  const legend = useStore(controller.status, (state) => state.legend);
  if (legend?.hasPaths !== true) return undefined;
  const { range } = legend;
  const words = (value: number | undefined): string => {
    if (value === undefined) return "–";
    const text = valueWords(ink, value, imperial);
    return ink === "height" ? t("scene.msl", { value: text }) : text;
  };
  return (
    <section className="scene-legend" aria-label={t("scene.ink")}>
      <div className="scene-inks">
        <span>{t("scene.ink")}</span>
        {pathInks.map((one) => (
          <button key={one} type="button" aria-pressed={one === ink} onClick={() => scene.getState().setPathInk(one)}>
            {t(`scene.ink.${one}`)}
          </button>
        ))}
      </div>
      <div className="scene-ramp" style={{ backgroundImage: rampCss }} />
      <div className="scene-ramp-ends">
        <span>{words(range?.low)}</span>
        {/* Low and narrow windows have no room for the sentence beneath. */}
        <span className="scene-unknown" title={legend.hasUnknownHeights ? t("scene.noHeights") : undefined}>
          <i style={{ background: `#${unknownInk.toString(16)}` }} />
          {t("scene.ink.unknown")}
        </span>
        <span>{words(range?.high)}</span>
      </div>
      {legend.hasUnknownHeights && <p>{t("scene.noHeights")}</p>}
    </section>
  );
};
