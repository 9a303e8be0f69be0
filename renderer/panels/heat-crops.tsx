import { useState } from "react";
import type { HeatCrop, HeatSource } from "../../shared/heat/heat-source.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { vehicleColour } from "../stores/vehicle-colour.ts";
import { useFormat } from "./format-context.tsx";
import { useVehicleView } from "./use-vehicle.ts";

const Crop = (props: {
  readonly heatId: string;
  readonly crop: HeatCrop;
  readonly large: boolean;
  readonly onPress: () => void;
}) => {
  const t = useTranslate();
  const format = useFormat();
  const { apiBase } = useStores();
  const { crop, large } = props;
  const [broken, setBroken] = useState(false);
  const vehicle = useVehicleView(crop.vehicleId, ({ name, colourIndex }) => ({ name, colourIndex }));
  const name = vehicle?.name ?? crop.vehicleId;
  if (broken) return undefined;
  const path = `${apiBase}/heat/${encodeURIComponent(props.heatId)}/crops/${encodeURIComponent(crop.vehicleId)}`;
  return (
    <button
      type="button"
      className={`crop ${large ? "large" : ""}`}
      aria-label={t(large ? "crops.shrink" : "crops.enlarge", { name })}
      aria-pressed={large}
      onClick={props.onPress}
    >
      <img alt="" src={`${path}?v=${crop.version}`} onError={() => setBroken(true)} />
      <span className="crop-by">
        <span
          className="colour-dot"
          style={{ background: vehicleColour(vehicle?.colourIndex ?? 0) }}
          aria-hidden="true"
        />
        <span className="crop-name">{name}</span>
        {large && <span className="small">{format.localTime(crop.utcMs)}</span>}
      </span>
    </button>
  );
};

/** The best picture by each vehicle, the best first; a press makes one large. */
export const HeatCrops = ({ source }: { readonly source: HeatSource }) => {
  const t = useTranslate();
  const [largeId, setLargeId] = useState<string | undefined>();
  const { crops } = source;
  if (crops === undefined || crops.length === 0) return undefined;
  return (
    <fieldset className="crops" aria-label={t("crops.label")}>
      {crops.map((crop) => (
        <Crop
          // A better picture is another picture: it may come where the last one did not.
          key={`${crop.vehicleId} ${crop.version}`}
          heatId={source.id}
          crop={crop}
          large={crop.vehicleId === largeId}
          onPress={() => setLargeId((before) => (before === crop.vehicleId ? undefined : crop.vehicleId))}
        />
      ))}
    </fieldset>
  );
};
