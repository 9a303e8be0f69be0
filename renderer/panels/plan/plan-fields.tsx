import { IconMapPin } from "@tabler/icons-react";
import { type ComponentProps, useState } from "react";
import { useStore } from "zustand";
import { formatCoordinate } from "../../../shared/geo/coordinate-format.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import { homeOf } from "../../../shared/plan/plan-context.ts";
import type { Altitude } from "../../../shared/units/altitude.ts";
import type { MapPick } from "../../stores/map-tool-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { altitudeOf, type HeightDraft } from "../fly/height-draft.ts";
import { HeightField } from "../fly/height-field.tsx";
import { QuantityField } from "../fly/quantity-field.tsx";
import { useVehicle } from "../use-vehicle.ts";
import { isLonFirst, parsePlace } from "./parse-place.ts";

type QuantityProps = ComponentProps<typeof QuantityField>;

/** A number of the plan: what can't be used stays in the field and never gets into the plan. */
export const PlanNumber = (
  props: Omit<QuantityProps, "onChange" | "value"> & {
    readonly value: number;
    readonly onChange: (value: number) => void;
  },
) => {
  const [wrong, setWrong] = useState(false);
  return (
    <QuantityField
      {...props}
      value={wrong ? undefined : props.value}
      onChange={(value) => {
        setWrong(value === undefined);
        if (value !== undefined) props.onChange(value);
      }}
    />
  );
};

/** A height of the plan, with what it counts from. */
export const PlanHeight = (props: {
  readonly label: string;
  readonly plan: Plan;
  readonly value: Altitude;
  readonly onChange: (altitude: Altitude) => void;
}) => {
  const { plan, value, onChange } = props;
  const home = useVehicle(plan.vehicleId, (vehicle) => vehicle.home);
  const homeMslM = homeOf(plan, home === undefined ? {} : { home })?.altMslM;
  const [draft, setDraft] = useState<HeightDraft | undefined>();
  const change = (next: HeightDraft) => {
    const altitude = altitudeOf(next);
    setDraft(altitude === undefined ? next : undefined);
    if (altitude !== undefined) onChange(altitude);
  };
  return <HeightField label={props.label} value={draft ?? value} homeMslM={homeMslM} onChange={change} />;
};

/** A place of the plan: to type, or to show on the map. */
export const PlanPlace = (props: {
  readonly label: string;
  readonly plan: Plan;
  readonly value: LatLon | undefined;
  readonly onChange: (place: LatLon) => void;
}) => {
  const t = useTranslate();
  const { settings } = useStores();
  const format = useStore(settings, (state) => state.coordinateFormat);
  const { plan, value, onChange, label } = props;
  const [typed, setTyped] = useState<string | undefined>();
  const ask = useMapPick(plan);
  // Others than degrees can be read here but not typed.
  const shown = value === undefined ? "" : (formatCoordinate(value, format === "dms" ? "dms" : "decimal") ?? "");
  const place = typed === undefined ? value : parsePlace(typed);
  const take = () => {
    if (typed !== undefined && place !== undefined) onChange(place);
    if (place !== undefined) setTyped(undefined);
  };
  return (
    <div className="plan-place">
      <label className="field-label">
        {label}
        <input
          className={`text-field ${typed !== undefined && place === undefined ? "wrong" : ""}`}
          value={typed ?? shown}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={typed !== undefined && place === undefined}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === "Enter") take();
          }}
        />
      </label>
      <button
        type="button"
        className="button square"
        aria-label={t("plan.showPlace")}
        title={t("plan.showPlace")}
        onClick={() => ask({ kind: "place", label, onDone: onChange })}
      >
        <IconMapPin size={20} aria-hidden="true" />
      </button>
      {typed !== undefined && (place === undefined || isLonFirst(typed)) && (
        <span className="small" role="status">
          {t(place === undefined ? "plan.placeFormat" : "search.lonFirst")}
        </span>
      )}
    </div>
  );
};

type Wish = MapPick extends infer P ? (P extends MapPick ? Omit<P, "colourIndex"> : never) : never;

/** Asks for something on the map in the colour and with the name of the plan's vehicle. */
export const useMapPick = ({ vehicleId }: Pick<Plan, "vehicleId">): ((wish: Wish) => void) => {
  const { mapTool, fleet } = useStores();
  return (wish) => {
    const vehicle = fleet.getState().byId[vehicleId];
    const label = `${vehicle?.name ?? ""} · ${wish.label}`;
    mapTool.getState().pick({ ...wish, label, colourIndex: vehicle?.colourIndex ?? 0 });
  };
};

/** Absent or its own: a switch between the plan's value and one of the element. */
export const OwnOrPlan = (props: {
  readonly label: string;
  readonly own: boolean;
  readonly onOwn: (own: boolean) => void;
}) => {
  const t = useTranslate();
  return (
    <div className="plan-own">
      <span className="field-label">{props.label}</span>
      <fieldset className="segments" aria-label={props.label}>
        <button type="button" aria-pressed={!props.own} onClick={() => props.onOwn(false)}>
          {t("plan.asPlan")}
        </button>
        <button type="button" aria-pressed={props.own} onClick={() => props.onOwn(true)}>
          {t("plan.own")}
        </button>
      </fieldset>
    </div>
  );
};
