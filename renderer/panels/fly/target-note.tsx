import { IconX } from "@tabler/icons-react";
import { useStore } from "zustand";
import { formatCoordinate } from "../../../shared/geo/coordinate-format.ts";
import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { useVehicle } from "../use-vehicle.ts";
import type { PickedTarget } from "./use-target.ts";

const lengthM = (path: readonly LatLon[]): number =>
  path.slice(1).reduce((sum, place, i) => sum + distanceM(path[i] ?? place, place), 0);

/** What was shown on the map, in words: where, how far from the vehicle, how long or how wide. */
export const TargetNote = (props: {
  readonly id: VehicleId;
  readonly target: PickedTarget;
  /** The path leads back to its first point. */
  readonly closed?: boolean;
  readonly onDrop: () => void;
}) => {
  const t = useTranslate();
  const format = useFormat();
  const { target } = props;
  const coordinateFormat = useStore(useStores().settings, (state) => state.coordinateFormat);
  const position = useVehicle(props.id, (vehicle) => vehicle.position);
  const [first] = target.path;
  if (first === undefined) return undefined;
  const text = (m: number) => {
    const { value, unit } = format.length(m);
    return `${value} ${unit}`;
  };
  return (
    <p className="target-note">
      <span>
        {target.path.length === 1
          ? formatCoordinate(first, coordinateFormat)
          : t("fly.path", {
              count: target.path.length,
              length: text(lengthM(props.closed === true ? [...target.path, first] : target.path)),
            })}
        <span className="small">
          {target.radiusM !== undefined && `${t("fly.radius", { radius: text(target.radiusM) })} · `}
          {position !== undefined && t("fly.away", { distance: text(distanceM(position, first)) })}
        </span>
      </span>
      <button type="button" className="button square quiet" aria-label={t("fly.dropTarget")} onClick={props.onDrop}>
        <IconX size={18} aria-hidden="true" />
      </button>
    </p>
  );
};
