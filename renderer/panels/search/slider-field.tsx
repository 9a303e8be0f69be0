import { useEffect, useId, useState } from "react";

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
  /** When it stands still. */
  readonly onSet: (value: number) => void;
}) => {
  const id = useId();
  const [moving, setMoving] = useState<number | undefined>();
  const { value, onSet } = props;
  // The station's answer ends it, not the hand alone: else it would jump back in between.
  useEffect(() => setMoving((now) => (now === value ? undefined : now)), [value]);
  const shown = moving ?? value;
  const text = moving === undefined && props.unset !== undefined ? props.unset : props.show(shown);
  const set = () => {
    if (moving !== undefined && moving !== value) onSet(moving);
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
          setMoving(next);
          props.onMove?.(next);
        }}
        onPointerUp={set}
        onKeyUp={set}
        onBlur={set}
      />
    </div>
  );
};
