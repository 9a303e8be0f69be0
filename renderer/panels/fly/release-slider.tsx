import { useEffect, useRef, useState } from "react";

/** A slider that tells its value only once it is let go, and shows what is so for as long as nobody draws it. */
export const ReleaseSlider = (props: {
  readonly label: string;
  /** What is so now; undefined: not known. */
  readonly value: number | undefined;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly text: (value: number) => string;
  readonly disabled: boolean;
  /** What was asked for stays where it was put until it is so, or failed. */
  readonly pending: boolean;
  readonly onRelease: (value: number) => void;
}) => {
  const { value, pending, onRelease, least, most } = props;
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<number | undefined>();
  const [drawn, setDrawn] = useState(false);
  const release = useRef(onRelease);
  release.current = onRelease;
  useEffect(() => {
    const element = input.current;
    // React's onChange is the browser's "input"; its own "change" comes when it is let go, by mouse, finger and key alike.
    const done = () => {
      setDrawn(false);
      if (element !== null) release.current(Number(element.value));
    };
    element?.addEventListener("change", done);
    return () => element?.removeEventListener("change", done);
  }, []);
  useEffect(() => {
    if (!pending && !drawn) setDraft(undefined);
  }, [pending, drawn]);
  const shown = draft ?? value ?? (least + most) / 2;
  return (
    <label className={`slider-row ${value === undefined ? "unknown" : ""}`}>
      <span className="slider-label">{props.label}</span>
      <span className="slider-value">
        {value === undefined ? "–" : props.text(value)}
        {draft !== undefined && ` → ${props.text(draft)}`}
      </span>
      <input
        ref={input}
        className="slider"
        type="range"
        min={least}
        max={most}
        step={props.step}
        value={Math.min(most, Math.max(least, shown))}
        disabled={props.disabled}
        aria-valuetext={props.text(shown)}
        onChange={(event) => {
          setDrawn(true);
          setDraft(Number(event.currentTarget.value));
        }}
      />
    </label>
  );
};
