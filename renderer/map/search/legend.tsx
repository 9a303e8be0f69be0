import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { densityOfShade, podSteps, shadeColour } from "../../../shared/search/density-colour.ts";
import { probabilityLayers, themeOf } from "../../stores/settings-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { drawGradeShape, gradesByWeight, segmentInks } from "./segment-ink.ts";

const rampPx = { width: 180, height: 12 } as const;

/** The shades from nothing to the brightest, as the tiles have them. */
const Ramp = () => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context === null || context === undefined) return;
    context.clearRect(0, 0, rampPx.width, rampPx.height);
    for (let x = 0; x < rampPx.width; x++) {
      const [r, g, b] = shadeColour((x + 1) / rampPx.width);
      context.fillStyle = `rgb(${r} ${g} ${b})`;
      context.fillRect(x, 0, 1, rampPx.height);
    }
  }, []);
  return <canvas ref={canvas} width={rampPx.width} height={rampPx.height} className="legend-ramp" />;
};

const GradeShape = ({ grade }: { readonly grade: (typeof gradesByWeight)[number] }) => {
  const { settings } = useStores();
  const theme = useStore(settings, themeOf);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context === null || context === undefined) return;
    context.clearRect(0, 0, 16, 16);
    drawGradeShape(context, grade, { x: 8, y: 8 }, segmentInks[theme][grade].line);
  }, [grade, theme]);
  return <canvas ref={canvas} width={16} height={16} />;
};

/** Two figures that matter, never "0" for what isn't nought: 1.9, 0.12, 0.0034. */
const figure = (value: number): string => String(Number(value.toPrecision(2)));

/** What the colours, the hatching and the shapes on the search's ground mean; folded it is one line. */
export const SearchLegend = () => {
  const t = useTranslate();
  const { station, settings, incident } = useStores();
  const hasMap = useStore(station, (state) => state.view?.search?.bounds !== undefined);
  const peak = useStore(station, (state) => state.view?.search?.peakPerKm2);
  const layers = useStore(settings, (state) => state.layers);
  const probability = useStore(settings, (state) => state.probability);
  const hasSegments = useStore(incident, (state) => Object.keys(state.things.segment).length > 0);
  const [open, setOpen] = useState(false);
  const shown = hasMap && (layers.probability || layers.searched);
  if (!shown && !(hasSegments && layers.segments)) return undefined;
  return (
    <section className="legend" aria-label={t("map.legend")}>
      <button
        type="button"
        className="legend-head"
        aria-expanded={open}
        title={t("map.legend.density")}
        onClick={() => setOpen(!open)}
      >
        {open ? <IconChevronDown size={16} aria-hidden="true" /> : <IconChevronRight size={16} aria-hidden="true" />}
        {open || !shown || !layers.probability ? (
          <span>{t("map.legend")}</span>
        ) : (
          <>
            <span className="legend-end">{t("map.legend.low")}</span>
            <Ramp />
            <span className="legend-end">{t("map.legend.high")}</span>
          </>
        )}
      </button>
      {open && (
        <div className="legend-body">
          {shown && layers.probability && (
            <>
              <fieldset className="legend-choice" aria-label={t("map.legend.which")}>
                {probabilityLayers.map((layer) => (
                  <button
                    key={layer}
                    type="button"
                    className="button"
                    aria-pressed={layer === probability}
                    onClick={() => settings.getState().set({ probability: layer })}
                  >
                    {t(`map.legend.${layer}`)}
                  </button>
                ))}
              </fieldset>
              <p>{t("map.legend.density")}</p>
              <Ramp />
              {peak !== undefined && (
                <div className="legend-figures">
                  {[0.25, 0.5, 0.75, 1].map((shade) => (
                    <span key={shade}>{figure(densityOfShade(shade, peak) * 100)}</span>
                  ))}
                </div>
              )}
              <p className="legend-unit">{t("map.legend.unit")}</p>
            </>
          )}
          {shown && layers.searched && (
            <div className="legend-pods">
              <p>{t("map.legend.searched")}</p>
              {podSteps.map((from, i) => (
                <span key={from} className="legend-pod">
                  <i data-step={i + 1} aria-hidden="true" />
                  {t("map.legend.pod", { percent: Math.round(from * 100) })}
                </span>
              ))}
            </div>
          )}
          {hasSegments && layers.segments && (
            <div className="legend-grades">
              {[...gradesByWeight].reverse().map((grade) => (
                <span key={grade}>
                  <GradeShape grade={grade} />
                  {t(`map.grade.${grade}`)}
                </span>
              ))}
            </div>
          )}
        </div>
      )}
    </section>
  );
};
