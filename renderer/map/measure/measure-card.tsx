import { IconRulerMeasure, IconX } from "@tabler/icons-react";
import { useMemo } from "react";
import { useStore } from "zustand";
import { inverseGeodesic } from "../../../shared/geo/geodesic.ts";
import { measurePath } from "../../../shared/geo/measure-path.ts";
import { ViewButton } from "../../controls/view-button.tsx";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { areaText, lengthText } from "./measure-text.ts";
import { timesBetween } from "./time-between.ts";

/** Minutes and seconds: "4:07". */
const spanText = (ms: number): string => {
  const s = Math.round(ms / 1_000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
};

const degreesText = (rad: number): string => {
  const deg = Math.round((rad * 180) / Math.PI);
  return `${String(((deg % 360) + 360) % 360).padStart(3, "0")}°`;
};

/** Asks for a path on the map and measures it. */
export const MeasureButton = () => {
  const t = useTranslate();
  const { mapTool, measure } = useStores();
  return (
    <ViewButton
      label={t("measure.start")}
      onPress={() =>
        mapTool.getState().pick({
          kind: "path",
          // Nobody's colour in particular.
          colourIndex: 4,
          label: t("measure.start"),
          onDone: (path) => measure.getState().show(path),
        })
      }
    >
      <IconRulerMeasure size={22} aria-hidden="true" />
    </ViewButton>
  );
};

/** How long the measured path is, what it encloses, and who went from its beginning to its end in which time. */
export const MeasureCard = () => {
  const t = useTranslate();
  const { measure, settings, fleet } = useStores();
  const path = useStore(measure, (state) => state.path);
  const units = useStore(settings, (state) => state.units);
  const measured = useMemo(() => measurePath(path), [path]);
  const [from, to] = [path[0], path.at(-1)];
  if (path.length < 2 || from === undefined || to === undefined) return undefined;
  const { distanceM, azimuthRad } = inverseGeodesic(from, to);
  const { trails, byId } = fleet.getState();
  return (
    <section className="measure-card" aria-label={t("measure.title")} role="status">
      <dl>
        <div>
          <dt>{t("measure.length")}</dt>
          <dd>{lengthText(measured.lengthM, units)}</dd>
        </div>
        {path.length > 2 && (
          <div>
            <dt>{t("measure.direct")}</dt>
            <dd>{lengthText(distanceM, units)}</dd>
          </div>
        )}
        <div>
          <dt>{t("measure.bearing")}</dt>
          <dd>{degreesText(azimuthRad)}</dd>
        </div>
        {measured.ring !== undefined && (
          <div>
            <dt>{t("measure.area")}</dt>
            <dd>{areaText(measured.ring.areaM2, units)}</dd>
          </div>
        )}
        {timesBetween(trails, from, to).map(({ vehicleId, ms, wayM }) => (
          <div key={vehicleId}>
            <dt>{t("measure.time", { name: byId[vehicleId]?.name ?? vehicleId })}</dt>
            <dd>{`${spanText(ms)} · ${lengthText(wayM, units)}`}</dd>
          </div>
        ))}
      </dl>
      <button
        type="button"
        className="icon-button"
        aria-label={t("measure.clear")}
        title={t("measure.clear")}
        onClick={() => measure.getState().clear()}
      >
        <IconX size={20} aria-hidden="true" />
      </button>
    </section>
  );
};
