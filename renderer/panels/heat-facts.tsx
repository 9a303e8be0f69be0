import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { HeatSource } from "../../shared/heat/heat-source.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { vehicleColour } from "../stores/vehicle-colour.ts";
import { Figure } from "./aged.tsx";
import { useFormat } from "./format-context.tsx";
import { identityText, likelihoodText, likelihoodTip, motionText, personText } from "./heat-words.ts";
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

/** Which of ours it is, as text; undefined for what nobody knows. */
const useIdentity = (source: HeatSource): string | undefined => {
  const t = useTranslate();
  const { fleet, landmarks } = useStores();
  const { identity } = source;
  const name = useStore(fleet, ({ byId }) =>
    identity?.kind === "vehicle" ? byId[identity.vehicleId]?.name : undefined,
  );
  const landmark = useStore(landmarks, ({ byId }) =>
    identity?.kind === "landmark" ? byId[identity.landmarkId] : undefined,
  );
  if (identity === undefined) return undefined;
  return identityText(t, identity, { vehicleName: () => name, landmark: () => landmark });
};

/** The number that sorts the list, with a word; of what is known, who it is. */
const Person = ({ source }: { readonly source: HeatSource }) => {
  const t = useTranslate();
  const format = useFormat();
  const identity = useIdentity(source);
  if (identity !== undefined) return <strong className="heat-ours">{identity}</strong>;
  const { personProbability } = source;
  if (personProbability === undefined) return <span className="small">{likelihoodText(t, source)}</span>;
  return (
    <span className="heat-person">
      <strong>{personText(t, format, personProbability)}</strong>
      <span className="small" title={likelihoodTip(t, source)}>
        {likelihoodText(t, source)}
      </span>
    </span>
  );
};

/** What is out of the ordinary about it; nothing where nothing is. */
const Notes = ({ source }: { readonly source: HeatSource }) => {
  const t = useTranslate();
  const format = useFormat();
  const { location, velocity, mergedNumbers, markedBy } = source;
  const flat = location.located && location.ground === "flat";
  const merged = mergedNumbers !== undefined && mergedNumbers.length > 0;
  if (velocity === undefined && markedBy === undefined && !merged && !flat) return undefined;
  return (
    <span className="heat-notes small">
      {velocity !== undefined && <span className="heat-moves">{motionText(t, format, velocity)}</span>}
      {markedBy !== undefined && <span>{t("heat.markedBy", { name: markedBy })}</span>}
      {merged && (
        <span title={t("heat.mergedTip")}>{t("heat.merged", { numbers: format.list(mergedNumbers.map(String)) })}</span>
      )}
      {flat && <span title={t("heat.flatTip")}>{t("heat.flat")}</span>}
    </span>
  );
};

/** Nothing where no camera measured temperatures: how bright a picture is says nothing in degrees. */
const Warmth = ({ source: { contrastK, peakK } }: { readonly source: HeatSource }) => {
  const t = useTranslate();
  const format = useFormat();
  if (peakK === undefined) return undefined;
  const above = format.temperatureDifference(contrastK);
  const peak = format.temperature(peakK);
  const words = [
    t("heat.above", { value: `${above.value} ${above.unit}` }),
    t("heat.peak", { value: `${peak.value} ${peak.unit}` }),
  ];
  return (
    <span title={format.list(words)}>
      <Figure quantity={above} />
    </span>
  );
};

/** How likely a person, how warm, how well located, by whom seen and how long ago, and what is unusual about it. */
export const HeatFacts = ({ source }: { readonly source: HeatSource }) => {
  const age = useAgeText(source.lastSeenMs);
  return (
    <span className="heat-facts">
      <span className="heat-line">
        <Person source={source} />
      </span>
      <span className="heat-line">
        <Warmth source={source} />
        <Place source={source} />
      </span>
      <span className="heat-line small">
        <SeenBy source={source} />
        <span>{age}</span>
      </span>
      <Notes source={source} />
    </span>
  );
};
