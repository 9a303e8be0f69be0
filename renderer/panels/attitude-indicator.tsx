import { radToDeg } from "../../shared/units/angle.ts";
import type { AttitudeState } from "../../shared/vehicle/vehicle-state.ts";
import { useTranslate } from "../stores/stores-context.tsx";

const pxPerDeg = 1.1;
const rungsDeg = [-30, -20, -10, 10, 20, 30] as const;
const rollMarksDeg = [-60, -45, -30, -20, -10, 0, 10, 20, 30, 45, 60] as const;

/** The artificial horizon: the earth tilts and sinks behind a fixed aircraft, as a pilot sees it. */
export const AttitudeIndicator = (props: {
  readonly attitude: AttitudeState | undefined;
  readonly headingText: string;
  readonly stale: boolean;
}) => {
  const t = useTranslate();
  const { attitude } = props;
  const rollDeg = attitude === undefined ? 0 : radToDeg(attitude.rollRad);
  const pitchDeg = attitude === undefined ? 0 : radToDeg(attitude.pitchRad);
  const label =
    attitude === undefined
      ? t("vehicle.noAttitude")
      : t("vehicle.attitude", {
          roll: Math.round(rollDeg),
          pitch: Math.round(pitchDeg),
          heading: props.headingText,
        });
  const hidden = attitude === undefined || props.stale;
  const horizonPx = Math.max(-60, Math.min(60, pitchDeg * pxPerDeg));
  return (
    <svg className={`attitude ${hidden ? "off" : ""}`} viewBox="-60 -60 120 120" role="img" aria-label={label}>
      <clipPath id="attitude-disc">
        <circle r="52" />
      </clipPath>
      <g clipPath="url(#attitude-disc)">
        <g transform={`rotate(${-rollDeg}) translate(0 ${horizonPx})`}>
          <rect x="-130" y="-200" width="260" height="200" className="sky" />
          <rect x="-130" y="0" width="260" height="200" className="earth" />
          <path d="M-130 0h260" className="rung" />
          {rungsDeg.map((deg) => (
            <path
              key={deg}
              d={`M${deg % 20 === 0 ? -16 : -9} ${-deg * pxPerDeg}h${deg % 20 === 0 ? 32 : 18}`}
              className="rung thin"
            />
          ))}
        </g>
      </g>
      <circle r="52" className="rim" />
      {rollMarksDeg.map((deg) => (
        <path key={deg} d={`M0 -52v${deg % 30 === 0 ? -7 : -4}`} transform={`rotate(${deg})`} className="rung" />
      ))}
      <path d="M0 -50l4.5 8h-9z" transform={`rotate(${-rollDeg})`} className="pointer" />
      <path d="M-30 0h16l5 6M30 0h-16l-5 6M0 -1.5a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3z" className="aircraft-edge" />
      <path d="M-30 0h16l5 6M30 0h-16l-5 6M0 -1.5a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3z" className="aircraft" />
    </svg>
  );
};
