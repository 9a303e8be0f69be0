import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { HeatSource } from "../../shared/heat/heat-source.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { vehicleColour } from "../stores/vehicle-colour.ts";
import { Figure } from "./aged.tsx";
import { useFormat } from "./format-context.tsx";
import { useAgeText } from "./use-vehicle.ts";

const SeenBy = ({ source }: { readonly source: HeatSource }) => {
  const { fleet } = useStores();
  const names = useStore(
    fleet,
    useShallow((state) => source.vehicleIds.map((id) => state.byId[id]?.name ?? id)),
  );
  const colours = useStore(
    fleet,
    useShallow((state) => source.vehicleIds.map((id) => state.byId[id]?.colourIndex)),
  );
  return (
    <span className="seen-by">
      {names.map((name, index) => {
        const colourIndex = colours[index];
        return (
          <span key={source.vehicleIds[index]} className="seen-name">
            {colourIndex !== undefined && (
              <span className="colour-dot" style={{ background: vehicleColour(colourIndex) }} aria-hidden="true" />
            )}
            {name}
          </span>
        );
      })}
    </span>
  );
};

const Place = ({ source }: { readonly source: HeatSource }) => {
  const t = useTranslate();
  const format = useFormat();
  const { location } = source;
  if (!location.located)
    return (
      <span className="not-located" title={t(`heat.notLocated.${location.reason}`)}>
        {t("heat.notLocated")}
      </span>
    );
  const major = format.length(location.ellipse95.semiMajorM);
  const minor = format.length(location.ellipse95.semiMinorM);
  return (
    <span
      title={t("heat.ellipseTitle", { major: `${major.value} ${major.unit}`, minor: `${minor.value} ${minor.unit}` })}
    >
      {t("heat.ellipse", { major: major.value, minor: minor.value })}
      <span className="unit">{major.unit}</span>
    </span>
  );
};

/** How warm, how often and by whom seen, how well located, how long ago. */
export const HeatFacts = ({ source }: { readonly source: HeatSource }) => {
  const t = useTranslate();
  const format = useFormat();
  const age = useAgeText(source.lastSeenMs);
  const above = format.temperatureDifference(source.contrastK);
  const peak = source.peakK === undefined ? undefined : format.temperature(source.peakK);
  const warmth = [
    t("heat.above", { value: `${above.value} ${above.unit}` }),
    ...(peak === undefined ? [] : [t("heat.peak", { value: `${peak.value} ${peak.unit}` })]),
  ];
  return (
    <span className="heat-facts">
      <span className="heat-line">
        <strong title={format.list(warmth)}>
          <Figure quantity={above} />
        </strong>
        <span className="small">{age}</span>
      </span>
      <span className="heat-line">
        <Place source={source} />
        <span className="small">{t("heat.sightings", { count: source.sightings })}</span>
      </span>
      <span className="heat-line small">
        <SeenBy source={source} />
        {source.sizeM !== undefined && <HeatSize sizeM={source.sizeM} />}
      </span>
    </span>
  );
};

const HeatSize = ({ sizeM }: { readonly sizeM: number }) => {
  const t = useTranslate();
  const size = useFormat().length(sizeM);
  return <span>{t("heat.size", { size: `${size.value} ${size.unit}` })}</span>;
};
