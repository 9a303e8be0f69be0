import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import type { FeedView } from "../../../shared/wire/feeds.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { boxBetween, movedSpot, type Spot, type SpotBox, spotAt } from "./fit-picture.ts";
import type { PointerMode } from "./marking.ts";
import { useSpotLook } from "./use-spot-look.ts";

const keySteps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Of the picture; with Shift as fine as a pixel. */
const coarse = 0.025;
const fine = 0.0025;
const middle: Spot = { x: 0.5, y: 0.5 };

/** Temperature and distance under the cross, as far as they are known. */
const SpotReading = ({ feed, spot }: { readonly feed: FeedView; readonly spot: Spot }) => {
  const t = useTranslate();
  const format = useFormat();
  const look = useSpotLook(feed.id, spot);
  if (look === undefined) return undefined;
  const words: string[] = [];
  if (look.temperatureK !== undefined) {
    const { value, unit } = format.temperature(look.temperatureK);
    words.push(`${value} ${unit}`);
  }
  if (look.slantM !== undefined) {
    const { value, unit } = format.length(look.slantM);
    words.push(t("feed.away", { distance: `${value} ${unit}` }));
  }
  if (words.length === 0) return undefined;
  return (
    <span className={`spot-reading ${spot.x > 0.6 ? "left" : ""} ${spot.y > 0.85 ? "above" : ""}`}>
      {words.join(" · ")}
    </span>
  );
};

/**
 * Over a picture: shows what lies under the pointer, and takes presses, drags and keys of the chosen mode. Without a mode a
 * press does nothing, so that nobody turns a camera by touching its picture.
 */
export const FeedPointer = (props: {
  readonly feed: FeedView;
  readonly mode: PointerMode;
  readonly label: string;
  readonly onAct: (at: Spot, box: SpotBox | undefined) => void;
  readonly onLeave: () => void;
}) => {
  const { feed, mode, onAct, onLeave } = props;
  const [spot, setSpot] = useState<Spot | undefined>();
  const [from, setFrom] = useState<Spot | undefined>();
  const pressed = useRef(false);
  const at = (event: PointerEvent): Spot => spotAt(event, event.currentTarget.getBoundingClientRect());
  const box = mode === "person" && from !== undefined && spot !== undefined ? boxBetween(from, spot) : undefined;
  const end = () => {
    pressed.current = false;
    setFrom(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = keySteps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      const size = event.shiftKey ? fine : coarse;
      setSpot((before = middle) => movedSpot(before, step[0] * size, step[1] * size));
    } else if ((event.key === "Enter" || event.key === " ") && !event.repeat) {
      event.preventDefault();
      event.stopPropagation();
      const target = spot ?? middle;
      setSpot(target);
      if (mode !== "watch") onAct(target, undefined);
    } else if (event.key === "Escape" && (mode !== "watch" || spot !== undefined)) {
      event.preventDefault();
      event.stopPropagation();
      end();
      if (mode === "watch") setSpot(undefined);
      else onLeave();
    }
  };
  return (
    <button
      type="button"
      className={`feed-pointer mode-${mode}`}
      aria-label={props.label}
      onPointerDown={(event) => {
        if (event.button !== 0 || !event.isPrimary) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pressed.current = true;
        setSpot(at(event));
        setFrom(at(event));
      }}
      onPointerMove={(event) => {
        if (event.isPrimary) setSpot(at(event));
      }}
      onPointerUp={(event) => {
        if (!pressed.current) return;
        const to = at(event);
        if (mode !== "watch") onAct(to, mode === "person" && from !== undefined ? boxBetween(from, to) : undefined);
        end();
      }}
      onPointerCancel={() => {
        end();
        setSpot(undefined);
      }}
      onPointerLeave={(event) => {
        if (!pressed.current && event.pointerType === "mouse") setSpot(undefined);
      }}
      onKeyDown={onKeyDown}
      onBlur={() => {
        if (!pressed.current) setSpot(undefined);
      }}
    >
      {box !== undefined && (
        <span
          className="drag-box"
          style={{
            left: `${box.x * 100}%`,
            top: `${box.y * 100}%`,
            width: `${box.width * 100}%`,
            height: `${box.height * 100}%`,
          }}
        />
      )}
      {spot !== undefined && (
        <span className="feed-cross" style={{ left: `${spot.x * 100}%`, top: `${spot.y * 100}%` }}>
          <SpotReading feed={feed} spot={spot} />
        </span>
      )}
    </button>
  );
};
