import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import type { Plan } from "../../../shared/plan/plan.ts";
import { flies } from "../../../shared/plan/plan-context.ts";
import type { ProfileSample, TerrainProfile } from "../../../shared/plan/terrain-profile.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { Translate } from "../../i18n/translate.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import type { Format, Quantity } from "../format.ts";
import { useFormat } from "../format-context.tsx";
import { useVehicle } from "../use-vehicle.ts";
import {
  controlledAboveM,
  heightPath,
  heightTicks,
  type ProfileBox,
  profileScale,
  profileTroubles,
  sampleAtX,
} from "./profile-geometry.ts";
import { useOpenPlan } from "./use-plan.ts";

const boxHeightPx = 84;
/** Lower than this is marked, m. */
const lowM = 10;

const written = ({ value, unit }: Quantity): string => `${value} ${unit}`;
const rounded = (format: Format, m: number): string => written(format.length(Math.round(m))).replace(/[.,]0(?= )/, "");

/** "412 m · path 66 m MSL · ground 6 m MSL · 60 m AGL" */
const sampleText = (t: Translate, format: Format, sample: ProfileSample): string => {
  const { groundMslM, pathMslM, clearanceM, atDistanceM } = sample;
  const msl = (m: number | undefined): string =>
    m === undefined ? t("common.unknown") : `${rounded(format, m)} ${t("heightFrom.short.msl")}`;
  return t("profile.at", {
    distance: rounded(format, atDistanceM),
    path: msl(pathMslM),
    ground: msl(groundMslM),
    clearance:
      clearanceM === undefined ? t("profile.unknown") : t("profile.clearance", { height: rounded(format, clearanceM) }),
  });
};

const useWidth = () => {
  const element = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(600);
  useEffect(() => {
    if (element.current === null) return undefined;
    const resized = new ResizeObserver(([entry]) => setWidthPx(Math.max(80, entry?.contentRect.width ?? 600)));
    resized.observe(element.current);
    return () => resized.disconnect();
  }, []);
  return { element, widthPx };
};

const Curves = (props: { readonly profile: TerrainProfile; readonly box: ProfileBox; readonly colour: string }) => {
  const format = useFormat();
  const t = useTranslate();
  const { profile, box, colour } = props;
  const scale = useMemo(() => profileScale(profile, box), [profile, box]);
  const paths = useMemo(() => {
    if (scale === undefined) return undefined;
    const path = (heightOf: (sample: ProfileSample) => number | undefined, closed: boolean) =>
      heightPath(profile, scale, box, heightOf, { closed });
    return {
      ground: path(({ groundMslM }) => groundMslM, true),
      limit: path(({ groundMslM }) => (groundMslM === undefined ? undefined : groundMslM + controlledAboveM), false),
      way: path(({ pathMslM }) => pathMslM, false),
    };
  }, [profile, scale, box]);
  const troubles = useMemo(() => profileTroubles(profile, lowM), [profile]);
  if (scale === undefined || paths === undefined) return undefined;
  // A label at the very edge would be cut.
  const ticks = heightTicks(scale).filter((m) => scale.yPx(m) > 14);
  const lastGroundM = profile.samples.findLast(({ groundMslM }) => groundMslM !== undefined)?.groundMslM;
  const limitMslM = lastGroundM === undefined ? undefined : lastGroundM + controlledAboveM;
  return (
    <>
      {ticks.map((m) => (
        <line key={m} className="profile-tick" x1={0} x2={box.widthPx} y1={scale.yPx(m)} y2={scale.yPx(m)} />
      ))}
      <path className="profile-ground" d={paths.ground} />
      <path className="profile-limit" d={paths.limit} />
      <path className="profile-way-edge" d={paths.way} />
      <path className="profile-way" d={paths.way} stroke={colour} />
      {ticks.map((m) => (
        <text key={m} className="profile-label" x={1} y={scale.yPx(m) - 3}>
          {rounded(format, m)} {t("heightFrom.short.msl")}
        </text>
      ))}
      {limitMslM !== undefined && (
        <text className="profile-label" textAnchor="end" x={box.widthPx - 3} y={scale.yPx(limitMslM) + 13}>
          {t("profile.limit")}
        </text>
      )}
      {troubles.map(({ index, kind }) => {
        const sample = profile.samples[index];
        if (sample?.pathMslM === undefined) return undefined;
        const [x, y] = [scale.xPx(sample.atDistanceM), scale.yPx(sample.pathMslM)];
        return <path key={index} className={`profile-trouble trouble-${kind}`} d={`M${x} ${y - 15}l8 13h-16z`} />;
      })}
    </>
  );
};

const Chart = (props: { readonly profile: TerrainProfile; readonly colour: string; readonly name: string }) => {
  const { profile, colour, name } = props;
  const t = useTranslate();
  const format = useFormat();
  const { planEdit } = useStores();
  const { element, widthPx } = useWidth();
  const box = useMemo(() => ({ widthPx, heightPx: boxHeightPx }), [widthPx]);
  const scale = useMemo(() => profileScale(profile, box), [profile, box]);
  const [index, setIndex] = useState<number | undefined>();
  const sample = index === undefined ? undefined : profile.samples[index];
  useEffect(() => () => planEdit.getState().showProfilePlace(undefined), [planEdit]);
  const point = (next: number | undefined) => {
    setIndex(next);
    planEdit.getState().showProfilePlace(next === undefined ? undefined : profile.samples[next]);
  };
  if (scale === undefined)
    return (
      <div ref={element} className="profile-chart">
        <p className="small">{t("profile.none")}</p>
      </div>
    );
  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    point(sampleAtX(profile, scale, event.clientX - left, box));
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const by = Math.max(1, Math.round(profile.samples.length / 100)) * step;
    point(Math.min(profile.samples.length - 1, Math.max(0, (index ?? 0) + by)));
  };
  const clearances = profile.samples.flatMap(({ clearanceM }) => (clearanceM === undefined ? [] : [clearanceM]));
  const spoken =
    clearances.length === 0
      ? t("profile.unknown")
      : t("profile.spoken", {
          least: rounded(
            format,
            clearances.reduce((a, b) => Math.min(a, b)),
          ),
          most: rounded(
            format,
            clearances.reduce((a, b) => Math.max(a, b)),
          ),
        });
  return (
    <div
      ref={element}
      className="profile-chart"
      role="slider"
      tabIndex={0}
      aria-label={t("profile.title")}
      aria-valuemin={0}
      aria-valuemax={profile.samples.length - 1}
      aria-valuenow={index ?? 0}
      aria-valuetext={sample === undefined ? spoken : sampleText(t, format, sample)}
      onPointerMove={onMove}
      onPointerDown={onMove}
      onPointerLeave={() => point(undefined)}
      onKeyDown={onKey}
    >
      <svg width={widthPx} height={boxHeightPx} aria-hidden="true">
        <Curves profile={profile} box={box} colour={colour} />
        {sample !== undefined && (
          <line
            className="profile-cursor"
            x1={scale.xPx(sample.atDistanceM)}
            x2={scale.xPx(sample.atDistanceM)}
            y1={0}
            y2={boxHeightPx}
          />
        )}
      </svg>
      <p className="profile-words">
        <strong>{name}</strong>
        {sample === undefined ? (
          <>
            <span>{spoken}</span>
            <span className="profile-length">{rounded(format, profile.lengthM)}</span>
          </>
        ) : (
          <span>{sampleText(t, format, sample)}</span>
        )}
      </p>
    </div>
  );
};

const VehicleProfile = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { plan, check } = useOpenPlan(id);
  const colourIndex = useVehicle(id, (vehicle) => vehicle.colourIndex) ?? 0;
  const name = useVehicle(id, (vehicle) => vehicle.name) ?? "";
  const inAir = useVehicle(id, (vehicle) => flies(vehicle.kind)) ?? true;
  if (!hasWay(plan) || !inAir || check?.profile === undefined || check.profile.lengthM === 0) return undefined;
  return (
    <section
      className="plan-profile"
      aria-label={t("profile.title")}
      style={{ borderLeftColor: vehicleColour(colourIndex) }}
    >
      <Chart key={plan?.id} profile={check.profile} colour={vehicleColour(colourIndex)} name={name} />
    </section>
  );
};

const hasWay = (plan: Plan | undefined): boolean => plan !== undefined && plan.elements.length > 0;

/** The ground and the path above it, under the map, while a plan is open. */
export const PlanProfile = () => {
  const { selection, settings } = useStores();
  const selectedId = useStore(selection, (state) => state.selectedVehicleId);
  const planning = useStore(settings, (state) => !state.folded.plan);
  return planning && selectedId !== undefined ? <VehicleProfile key={selectedId} id={selectedId} /> : undefined;
};
