import type { HeatSource } from "../../shared/heat/heat-source.ts";
import { useTranslate } from "../stores/stores-context.tsx";
import { useFormat } from "./format-context.tsx";
import { HeatCrops } from "./heat-crops.tsx";
import { HeatEvidence } from "./heat-evidence.tsx";
import { HeatIdentify } from "./heat-identify.tsx";
import { NowOnly } from "./now-only.tsx";

const useFacts = (source: HeatSource): readonly (readonly [key: string, label: string, value: string])[] => {
  const t = useTranslate();
  const format = useFormat();
  const text = ({ value, unit }: { readonly value: string; readonly unit: string }) => `${value} ${unit}`;
  const { location, peakK, contrastK, sizeM } = source;
  const ellipse = location.located ? location.ellipse95 : undefined;
  return [
    // Without a temperature the contrast is in grey levels, which is nothing to anybody.
    ...(peakK === undefined
      ? []
      : [
          ["hottest", t("heat.fact.hottest"), text(format.temperature(peakK))] as const,
          ["above", t("heat.fact.above"), text(format.temperatureDifference(contrastK))] as const,
        ]),
    ...(sizeM === undefined ? [] : [["size", t("heat.fact.size"), text(format.length(sizeM))] as const]),
    ...(ellipse === undefined
      ? []
      : [
          [
            "ellipse",
            t("heat.fact.ellipse"),
            `${text(format.length(ellipse.semiMajorM))} × ${text(format.length(ellipse.semiMinorM))}`,
          ] as const,
        ]),
    ["seen", t("heat.fact.sightings"), t("heat.fact.times", { count: source.sightings })],
    ["first", t("heat.fact.first"), format.localTime(source.firstSeenUtcMs)],
  ];
};

/** Everything about a source that a glance doesn't need: why, pictures of all vehicles, figures, and whose it is. */
export const HeatDetails = ({ source, id }: { readonly source: HeatSource; readonly id: string }) => {
  const facts = useFacts(source);
  return (
    <div className="heat-details" id={id}>
      <HeatCrops source={source} />
      <HeatEvidence source={source} />
      <dl className="heat-figures">
        {facts.map(([key, label, value]) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <NowOnly>
        <HeatIdentify source={source} />
      </NowOnly>
    </div>
  );
};
