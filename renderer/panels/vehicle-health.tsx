import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import { useTranslate } from "../stores/stores-context.tsx";
import { Aged } from "./aged.tsx";
import { useFormat } from "./format-context.tsx";
import { type StateKind, StateMark } from "./state-mark.tsx";
import { useVehicle } from "./use-vehicle.ts";

const limitMs = 15_000;
const ekfState: Readonly<Record<"good" | "warn" | "bad", StateKind>> = { good: "ok", warn: "warn", bad: "bad" };

const Gps = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const format = useFormat();
  const gps = useVehicle(id, (vehicle) => vehicle.gps);
  const length = gps?.horizontalAccuracyM === undefined ? undefined : format.length(gps.horizontalAccuracyM);
  const details = [
    gps?.satellites === undefined ? undefined : t("vehicle.satellites", { count: gps.satellites }),
    length !== undefined
      ? t("vehicle.accuracy", { value: `${length.value} ${length.unit}` })
      : gps?.hdop === undefined
        ? undefined
        : t("vehicle.hdop", { value: format.number(gps.hdop, 1) }),
  ].filter((detail) => detail !== undefined);
  const state = gps === undefined ? "idle" : gps.fix === "none" ? "bad" : gps.fix === "2d" ? "warn" : "ok";
  return (
    <>
      <dt>{t("vehicle.gps")}</dt>
      <dd>
        <Aged vehicleId={id} atMs={gps?.atMs} limitMs={limitMs}>
          <span className="fact-line">
            <StateMark state={state} />
            {gps === undefined ? t("vehicle.healthUnknown") : t(`vehicle.gps.${gps.fix}`)}
            <span className="small">{format.list(details)}</span>
          </span>
        </Aged>
      </dd>
    </>
  );
};

const Health = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const format = useFormat();
  const health = useVehicle(id, (vehicle) => vehicle.health);
  const armed = useVehicle(id, (vehicle) => vehicle.armed);
  return (
    <>
      <dt>{t("vehicle.health")}</dt>
      <dd>
        <Aged vehicleId={id} atMs={health?.atMs} limitMs={limitMs}>
          {health?.ekf !== undefined && (
            <span className="fact-line">
              <StateMark state={ekfState[health.ekf]} />
              {t(`vehicle.ekf.${health.ekf}`)}
            </span>
          )}
          {health?.armable !== undefined && armed === false && (
            <span className="fact-line">
              <StateMark state={health.armable ? "ok" : "warn"} />
              {t(health.armable ? "vehicle.armable" : "vehicle.notArmable")}
            </span>
          )}
          {health !== undefined && health.unhealthy.length > 0 && (
            <span className="fact-line">
              <StateMark state="bad" />
              {t("vehicle.unhealthy", { sensors: format.list(health.unhealthy) })}
            </span>
          )}
          {health === undefined && (
            <span className="fact-line">
              <StateMark state="idle" />
              {t("vehicle.healthUnknown")}
            </span>
          )}
        </Aged>
        {armed === false &&
          health?.prearmReasons.map((reason) => (
            <span key={reason} className="small words">
              {reason}
            </span>
          ))}
      </dd>
    </>
  );
};

/** Can it be trusted: GPS, estimate, what the autopilot itself complains of. */
export const VehicleHealth = ({ id }: { readonly id: VehicleId }) => (
  <dl className="block facts">
    <Gps id={id} />
    <Health id={id} />
  </dl>
);
