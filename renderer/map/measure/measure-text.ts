const footM = 0.3048;
const mileM = 1_609.344;
const acreM2 = 4_046.856_422_4;

type Units = "metric" | "imperial";

const rounded = (value: number): string => {
  if (value >= 100) return String(Math.round(value));
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
};

/** "340 m", "1.24 km"; "820 ft", "0.77 mi". */
export const lengthText = (m: number, units: Units): string => {
  if (units === "metric") return m < 1_000 ? `${Math.round(m)} m` : `${rounded(m / 1_000)} km`;
  return m < mileM / 2 ? `${Math.round(m / footM)} ft` : `${rounded(m / mileM)} mi`;
};

/** "620 m²", "4.25 ha", "1.10 km²"; "0.15 ac", "1.20 mi²". */
export const areaText = (m2: number, units: Units): string => {
  if (units === "imperial") {
    const acres = m2 / acreM2;
    return acres < 640 ? `${rounded(acres)} ac` : `${rounded(acres / 640)} mi²`;
  }
  if (m2 < 10_000) return `${Math.round(m2)} m²`;
  return m2 < 1e6 ? `${rounded(m2 / 1e4)} ha` : `${rounded(m2 / 1e6)} km²`;
};
