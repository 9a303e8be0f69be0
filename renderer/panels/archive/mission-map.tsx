import { memo } from "react";
import type { MissionSummary } from "../../../shared/wire/archive.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { missionOutline } from "./mission-outline.ts";

const size = { widthPx: 120, heightPx: 84 };

/** Where its vehicles went and what was confirmed, at one look; decorative: the row says the rest in words. */
export const MissionMap = memo(({ summary }: { readonly summary: MissionSummary }) => {
  const { ways, finds } = missionOutline(summary, size);
  return (
    <svg
      className="mission-map"
      width={size.widthPx}
      height={size.heightPx}
      viewBox={`0 0 ${size.widthPx} ${size.heightPx}`}
      aria-hidden="true"
    >
      {ways.map(({ id, colourIndex, points, end }) => (
        <g key={id}>
          <polyline className="mission-way-rim" points={points} />
          <polyline className="mission-way" points={points} stroke={vehicleColour(colourIndex)} />
          <circle cx={end.x} cy={end.y} r="3.5" fill={vehicleColour(colourIndex)} stroke="#000" />
        </g>
      ))}
      {finds.map(({ x, y }) => (
        <circle key={`${x},${y}`} className="mission-find" cx={x} cy={y} r="5" />
      ))}
    </svg>
  );
});
