/** Steps that read well in degrees, minutes and seconds, finest first. */
const stepsDeg = [
  0.1 / 3600,
  0.2 / 3600,
  0.5 / 3600,
  1 / 3600,
  2 / 3600,
  5 / 3600,
  10 / 3600,
  15 / 3600,
  30 / 3600,
  1 / 60,
  2 / 60,
  5 / 60,
  10 / 60,
  15 / 60,
  30 / 60,
  1,
  2,
  5,
  10,
  15,
  30,
];

/** The finest step whose lines are at least `minGapPx` apart. */
export function graticuleStepDeg(pxPerDeg: number, minGapPx = 160): number {
  return stepsDeg.find((stepDeg) => stepDeg * pxPerDeg >= minGapPx) ?? 30;
}

/** Multiples of the step inside [fromDeg, toDeg]. */
export function graticuleLinesDeg(fromDeg: number, toDeg: number, stepDeg: number): number[] {
  const lines: number[] = [];
  const last = Math.floor(toDeg / stepDeg + 1e-9);
  for (let n = Math.ceil(fromDeg / stepDeg - 1e-9); n <= last && lines.length < 200; n += 1) lines.push(n * stepDeg);
  return lines;
}

/** "30°52′15″N": as many parts as the step needs; tenths of a second below one second. */
export function graticuleLabel(valueDeg: number, axis: "lat" | "lon", stepDeg: number): string {
  const side = axis === "lat" ? (valueDeg < 0 ? "S" : "N") : valueDeg < 0 ? "W" : "E";
  const decimals = stepDeg * 3600 < 0.999 ? 1 : 0;
  const scale = 3600 * 10 ** decimals;
  const whole = Math.round(Math.abs(valueDeg) * scale);
  const degrees = Math.floor(whole / scale);
  const minutes = Math.floor((whole % scale) / (60 * 10 ** decimals));
  const seconds = (whole % (60 * 10 ** decimals)) / 10 ** decimals;
  if (stepDeg >= 0.999) return `${degrees}°${side}`;
  const minutesText = `${degrees}°${String(minutes).padStart(2, "0")}′`;
  if (stepDeg * 60 >= 0.999) return `${minutesText}${side}`;
  return `${minutesText}${seconds.toFixed(decimals).padStart(decimals ? 4 : 2, "0")}″${side}`;
}
