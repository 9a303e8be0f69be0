import { IconArrowUp } from "@tabler/icons-react";
import { radToDeg } from "../../shared/units/angle.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import { useTranslate } from "../stores/stores-context.tsx";
import { Aged, Figure } from "./aged.tsx";
import { useFormat } from "./format-context.tsx";
import { BatteryBar } from "./meters.tsx";
import { useVehicle } from "./use-vehicle.ts";

/** These come every few seconds at best, less on a thin link. */
const slowLimitMs = 15_000;

const Battery = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const format = useFormat();
  const battery = useVehicle(id, (vehicle) => vehicle.battery);
  const { fraction, voltageV, currentA, remainingS } = battery ?? {};
  return (
    <>
      <dt>{t("vehicle.battery")}</dt>
      <dd>
        <Aged vehicleId={id} atMs={battery?.atMs} limitMs={slowLimitMs}>
          <span className="battery-line">
            <BatteryBar fraction={fraction} />
            <strong className="figure">{fraction === undefined ? "–" : format.percent(fraction)}</strong>
            {voltageV !== undefined && <Figure quantity={format.voltage(voltageV)} />}
            {currentA !== undefined && <Figure quantity={format.current(currentA)} />}
            {remainingS !== undefined && (
              <span className="figure">
                {format.span(remainingS * 1000)}
                <span className="unit">{t("vehicle.remaining")}</span>
              </span>
            )}
          </span>
        </Aged>
      </dd>
    </>
  );
};

const Wind = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const format = useFormat();
  const wind = useVehicle(id, (vehicle) => vehicle.wind);
  if (wind === undefined) return undefined;
  const speed = format.speed(wind.speedMps);
  return (
    <>
      <dt>{t("vehicle.wind")}</dt>
      <dd>
        <Aged vehicleId={id} atMs={wind.atMs} limitMs={slowLimitMs}>
          <span className="battery-line">
            <IconArrowUp
              size={18}
              aria-hidden="true"
              style={{ transform: `rotate(${Math.round(radToDeg(wind.fromRad)) + 180}deg)` }}
            />
            {t("vehicle.windFrom", { speed: `${speed.value} ${speed.unit}`, degrees: format.degrees(wind.fromRad) })}
          </span>
        </Aged>
      </dd>
    </>
  );
};

const Mission = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const mission = useVehicle(id, (vehicle) => vehicle.mission);
  if (mission === undefined) return undefined;
  const { currentSeq, total } = mission;
  const fraction = total === undefined || total <= 0 ? undefined : Math.min(1, currentSeq / total);
  return (
    <>
      <dt>{t("vehicle.mission")}</dt>
      <dd>
        <Aged vehicleId={id} atMs={mission.atMs} limitMs={slowLimitMs}>
          <span className="mission-line">
            {total === undefined
              ? t("vehicle.missionCurrent", { current: currentSeq })
              : t("vehicle.missionProgress", { current: currentSeq, total })}
            {fraction !== undefined && (
              <span className="mission-bar" aria-hidden="true">
                <span style={{ width: `${fraction * 100}%` }} />
              </span>
            )}
          </span>
        </Aged>
      </dd>
    </>
  );
};

/** What it has left and what it is doing with it. */
export const VehicleEnergy = ({ id }: { readonly id: VehicleId }) => (
  <dl className="block facts">
    <Battery id={id} />
    <Mission id={id} />
    <Wind id={id} />
  </dl>
);
