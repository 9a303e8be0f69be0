import { type PointerEvent, useRef, useState } from "react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { VehicleAction } from "../../../shared/wire/actions.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useVehicle } from "../use-vehicle.ts";
import { lookAtPixel } from "./picture-look.ts";

interface Spot {
  readonly x: number;
  readonly y: number;
}

const middle: Spot = { x: 0.5, y: 0.5 };
const keySteps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-0.05, 0],
  ArrowRight: [0.05, 0],
  ArrowUp: [0, -0.05],
  ArrowDown: [0, 0.05],
};
const inside = (value: number): number => Math.min(1, Math.max(0, value));

/** Over the live picture: press or drag to where the camera shall look; by keyboard with the arrows and Enter. */
export const PictureAim = (props: {
  readonly id: VehicleId;
  readonly disabled: boolean;
  readonly onLook: (action: VehicleAction) => void;
}) => {
  const t = useTranslate();
  const { fleet } = useStores();
  const name = useVehicle(props.id, (vehicle) => vehicle.name) ?? "";
  const [spot, setSpot] = useState<Spot | undefined>();
  const area = useRef<HTMLButtonElement>(null);
  const drawn = useRef(false);
  const spotOf = (event: PointerEvent): Spot => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    return { x: inside((event.clientX - left) / width), y: inside((event.clientY - top) / height) };
  };
  const look = (at: Spot) => {
    const vehicle = fleet.getState().byId[props.id];
    const canvas = area.current?.closest(".picture")?.querySelector("canvas");
    if (vehicle === undefined || canvas === null || canvas === undefined) return;
    const action = lookAtPixel(vehicle, at, { widthPx: canvas.width, heightPx: canvas.height });
    if (action !== undefined) props.onLook(action);
  };
  return (
    <button
      ref={area}
      type="button"
      className="picture-aim"
      disabled={props.disabled}
      aria-label={t("camera.aim", { name })}
      title={t("camera.aimHint")}
      onPointerDown={(event) => {
        if (event.button !== 0 || !event.isPrimary) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drawn.current = true;
        setSpot(spotOf(event));
      }}
      onPointerMove={(event) => {
        if (drawn.current) setSpot(spotOf(event));
      }}
      onPointerUp={(event) => {
        if (!drawn.current) return;
        drawn.current = false;
        look(spotOf(event));
      }}
      onPointerCancel={() => {
        drawn.current = false;
        setSpot(undefined);
      }}
      onKeyDown={(event) => {
        const step = keySteps[event.key];
        if (step !== undefined) {
          event.preventDefault();
          event.stopPropagation();
          setSpot((before = middle) => ({ x: inside(before.x + step[0]), y: inside(before.y + step[1]) }));
        } else if ((event.key === "Enter" || event.key === " ") && !event.repeat) {
          event.preventDefault();
          look(spot ?? middle);
        }
      }}
      onBlur={() => setSpot(undefined)}
    >
      {spot !== undefined && (
        <span className="aim-cross" style={{ left: `${spot.x * 100}%`, top: `${spot.y * 100}%` }} aria-hidden="true" />
      )}
    </button>
  );
};
