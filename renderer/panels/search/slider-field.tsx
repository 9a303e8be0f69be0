import { useEffect, useId, useState } from "react";
import type { RequestOutcome } from "../../bridge/requests.ts";
import { afterAnswer, afterValue, type SliderMove } from "./slider-move.ts";

/** A number by a slider; told while it moves, and once more when it is let go. */
export const SliderField = (props: {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly show: (value: number) => string;
  /** In place of the number while nobody set one. */
  readonly unset?: string | undefined;
  /** While it moves. */
  readonly onMove?: (value: number) => void;
  /** When it stands still; where it is refused the slider goes back to what is kept. */
  readonly onSet: (value: number) => Promise<RequestOutcome> | undefined;
}) => {
  const id = useId();
  const [move, setMove] = useState<SliderMove | undefined>();
  const { value, onSet } = props;
  useEffect(() => setMove((now) => afterValue(now, value)), [value]);
  const shown = move?.at ?? value;
  const text = move === undefined && props.unset !== undefined ? props.unset : props.show(shown);
  const set = async () => {
    if (move?.state !== "moving" || move.at === value) return;
    const { at } = move;
    setMove({ at, state: "told" });
    const outcome = await onSet(at);
    if (outcome !== undefined) setMove((now) => afterAnswer(now, at, outcome));
  };
  return (
    <div className="slider-row">
      <label className="slider-label" htmlFor={id}>
        {props.label}
      </label>
      <span className="slider-value">{text}</span>
      <input
        id={id}
        className="slider"
        type="range"
        min={props.least}
        max={props.most}
        step={props.step}
        value={shown}
        aria-valuetext={text}
        onChange={(event) => {
          const next = Number(event.currentTarget.value);
          setMove({ at: next, state: "moving" });
          props.onMove?.(next);
        }}
        onPointerUp={() => void set()}
        onKeyUp={() => void set()}
        onBlur={() => void set()}
      />
    </div>
  );
};
