import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { formatCoordinate } from "../../shared/geo/coordinate-format.ts";
import type { PositionState, VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { Aged, Figure } from "./aged.tsx";
import { AttitudeIndicator } from "./attitude-indicator.tsx";
import { useFormat } from "./format-context.tsx";
import { useIsStale, useVehicle } from "./use-vehicle.ts";

/** Asked for several times a second; silent for this long is stale. */
const flightLimitMs = 3_000;

const Attitude = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const format = useFormat();
  const attitude = useVehicle(id, (vehicle) => vehicle.attitude);
  const headingRad = useVehicle(id, (vehicle) => vehicle.headingRad ?? vehicle.attitude?.yawRad);
  const stale = useIsStale(id, attitude?.atMs, flightLimitMs);
  const headingText = headingRad === undefined ? "–" : format.degrees(headingRad);
  return (
    <div className={`attitude-block ${stale ? "stale" : ""}`}>
      <AttitudeIndicator attitude={attitude} headingText={headingText} stale={stale} />
      <span className="attitude-heading" title={t("vehicle.heading")}>
        <span className="figure">
          {headingText}
          <span className="unit">°</span>
        </span>
      </span>
    </div>
  );
};

const Speeds = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const format = useFormat();
  const velocity = useVehicle(id, (vehicle) => vehicle.velocity);
  const { groundMps, airMps, climbMps, downMps } = velocity ?? {};
  const upMps = climbMps ?? (downMps === undefined ? undefined : -downMps);
  return (
    <Aged vehicleId={id} atMs={velocity?.atMs} limitMs={flightLimitMs}>
      <dl className="pairs">
        <dt>{t("vehicle.groundSpeed")}</dt>
        <dd>
          <Figure quantity={groundMps === undefined ? undefined : format.speed(groundMps)} />
        </dd>
        {airMps !== undefined && (
          <>
            <dt>{t("vehicle.airSpeed")}</dt>
            <dd>
              <Figure quantity={format.speed(airMps)} />
            </dd>
          </>
        )}
        <dt>{t("vehicle.climb")}</dt>
        <dd>
          <Figure quantity={upMps === undefined ? undefined : format.climb(upMps)} />
        </dd>
      </dl>
    </Aged>
  );
};

const heightsOf = (position: PositionState | undefined, rangefinderM: number | undefined) =>
  [
    { reference: "home", m: position?.altHomeM },
    { reference: "terrain", m: position?.altTerrainM },
    { reference: "range", m: rangefinderM },
    { reference: "msl", m: position?.altMslM },
    { reference: "ellipsoid", m: position?.altEllipsoidM },
  ] as const;

/** Every height with its reference; one that is unknown is left out, never zero. */
const Heights = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const format = useFormat();
  const position = useVehicle(id, (vehicle) => vehicle.position);
  const rangefinderM = useVehicle(id, (vehicle) => vehicle.rangefinderM);
  const known = heightsOf(position, rangefinderM).filter((height) => height.m !== undefined);
  return (
    <Aged vehicleId={id} atMs={position?.atMs} limitMs={flightLimitMs}>
      <dl className="pairs heights">
        {known.length === 0 && (
          <>
            <dt>{t("vehicle.heights")}</dt>
            <dd>
              <Figure quantity={undefined} />
            </dd>
          </>
        )}
        {known.map(({ reference, m }) => (
          <div key={reference} title={t(`vehicle.height.${reference}`)}>
            <dt>{t(`vehicle.heightShort.${reference}`)}</dt>
            <dd>
              <Figure quantity={m === undefined ? undefined : format.height(m)} />
            </dd>
          </div>
        ))}
      </dl>
    </Aged>
  );
};

const CopyPosition = ({ id, text }: { readonly id: VehicleId; readonly text: string }) => {
  const t = useTranslate();
  const name = useVehicle(id, (vehicle) => vehicle.name) ?? "";
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);
  const label = copied ? t("vehicle.copied") : t("vehicle.copyPosition", { name });
  return (
    <button
      type="button"
      className="button quiet square"
      title={label}
      aria-label={label}
      onClick={() =>
        void navigator.clipboard?.writeText(text).then(
          () => setCopied(true),
          () => undefined,
        )
      }
    >
      {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
    </button>
  );
};

const Position = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const position = useVehicle(id, (vehicle) => vehicle.position);
  const coordinateFormat = useStore(useStores().settings, (state) => state.coordinateFormat);
  const text = position === undefined ? undefined : formatCoordinate(position, coordinateFormat);
  return (
    <div className="position-row">
      <Aged vehicleId={id} atMs={position?.atMs} limitMs={flightLimitMs} className="position">
        {text === undefined ? (
          <span className="small">{t("vehicle.noPosition")}</span>
        ) : (
          <span className="figure">{text}</span>
        )}
      </Aged>
      {text !== undefined && <CopyPosition id={id} text={text} />}
    </div>
  );
};

/** How it flies or walks: attitude, speeds, heights, place. */
export const VehicleFlight = ({ id }: { readonly id: VehicleId }) => (
  <div className="block">
    <div className="flight-grid">
      <Attitude id={id} />
      <div className="flight-figures">
        <Speeds id={id} />
        <Heights id={id} />
      </div>
    </div>
    <Position id={id} />
  </div>
);
