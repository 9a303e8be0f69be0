/** kelvin = count * kelvinPerCount + kelvinAtZero. */
export interface Radiometry {
  readonly kelvinPerCount: number;
  readonly kelvinAtZero: number;
}

/** 16-bit counts of a thermal picture, row-major from the top left; `radiometry` absent where the counts are only relative. */
export interface RawPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly counts: Uint16Array;
  readonly radiometry?: Radiometry;
}

/**
 * What cameras of the FLIR kind send when they are set to linear temperature, from 0 K: Lepton (Engineering Datasheet,
 * "TLinear") and the A series (GenICam "TemperatureLinear10mK" and "100mK") 0.01 K a count in high and 0.1 K in low
 * resolution, Boson 0.01 K, Tau 2 and Vue Pro R 0.04 K and 0.4 K ("TLinear" in the Tau 2 software interface description).
 */
const presets: Readonly<Record<string, Radiometry>> = {
  "tlinear-high": { kelvinPerCount: 0.01, kelvinAtZero: 0 },
  "tlinear-low": { kelvinPerCount: 0.1, kelvinAtZero: 0 },
  "tau-high": { kelvinPerCount: 0.04, kelvinAtZero: 0 },
  "tau-low": { kelvinPerCount: 0.4, kelvinAtZero: 0 },
  "centi-kelvin": { kelvinPerCount: 0.01, kelvinAtZero: 0 },
  "centi-celsius": { kelvinPerCount: 0.01, kelvinAtZero: 273.15 },
};

/** The scale from an address's fields: `scale=` a preset, or `kelvinPerCount=` and `kelvinAtZero=`. Never throws. */
export const asRadiometry = (fields: URLSearchParams): Radiometry | { readonly refuse: string } | undefined => {
  const scale = fields.get("scale");
  if (scale !== null) {
    const known = Object.hasOwn(presets, scale) ? presets[scale] : undefined;
    return known ?? { refuse: `?scale= is one of ${Object.keys(presets).join(", ")}.` };
  }
  if (!fields.has("kelvinPerCount")) return undefined;
  const kelvinPerCount = Number(fields.get("kelvinPerCount"));
  const kelvinAtZero = Number(fields.get("kelvinAtZero") ?? 0);
  const sensible = kelvinPerCount > 1e-5 && kelvinPerCount <= 10 && Math.abs(kelvinAtZero) < 10_000;
  return sensible
    ? { kelvinPerCount, kelvinAtZero }
    : { refuse: "?kelvinPerCount= is kelvin, such as 0.01; ?kelvinAtZero= too." };
};
