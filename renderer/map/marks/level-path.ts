/**
 * The part of a circle about 0, 0 that is full when it is filled from below like a glass, as an SVG path.
 * @param fraction how full by height, 0 to 1
 */
export const levelPath = (fraction: number, radius: number): string => {
  const full = Math.min(1, Math.max(0, fraction));
  if (full === 0) return "";
  if (full === 1) return `M${-radius} 0A${radius} ${radius} 0 1 0 ${radius} 0A${radius} ${radius} 0 1 0 ${-radius} 0Z`;
  const y = radius - 2 * radius * full;
  const x = Math.sqrt(radius * radius - y * y);
  const [left, right, level] = [-x, x, y].map((value) => value.toFixed(2));
  return `M${left} ${level}A${radius} ${radius} 0 ${full > 0.5 ? 1 : 0} 0 ${right} ${level}Z`;
};
