import type { ReactNode } from "react";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import { useTranslate } from "../stores/stores-context.tsx";
import type { Quantity } from "./format.ts";
import { useAgeText, useIsStale } from "./use-vehicle.ts";

/** A number with its unit small and grey behind it. */
export const Figure = ({ quantity }: { readonly quantity: Quantity | undefined }) =>
  quantity === undefined ? (
    <span className="figure unknown">–</span>
  ) : (
    <span className="figure">
      {quantity.value}
      <span className="unit">{quantity.unit}</span>
    </span>
  );

/**
 * Values with the time they were received. Once older than `limitMs` they are struck and grey with their age beside them,
 * so that nobody takes them for live.
 */
export const Aged = (props: {
  readonly atMs: number | undefined;
  readonly limitMs: number;
  /** Whose values: once it is lost they are all stale, however fresh they were. */
  readonly vehicleId: VehicleId;
  readonly className?: string;
  readonly children: ReactNode;
}) => {
  const t = useTranslate();
  const stale = useIsStale(props.vehicleId, props.atMs, props.limitMs);
  const age = useAgeText(stale ? props.atMs : undefined);
  return (
    <div className={`aged ${stale ? "stale" : ""} ${props.className ?? ""}`}>
      <div className="aged-values">{props.children}</div>
      {age !== undefined && (
        <span className="aged-age" title={t("common.stale", { age })}>
          {age}
        </span>
      )}
    </div>
  );
};
