/** Colours of the drawn base map. Day is printed paper; night is dim and warm, nothing in it brighter than a third of white. */
export interface MapPalette {
  /** Ground beyond the known terrain; also the map's own background. */
  readonly void: string;
  /** From the lowest ground to the highest: red, green, blue. */
  readonly tint: readonly (readonly [number, number, number])[];
  /** What a fully lit and a fully shaded slope are mixed with: red, green, blue, strength 0 to 1. */
  readonly light: readonly [number, number, number, number];
  readonly shadow: readonly [number, number, number, number];
  readonly fields: readonly string[];
  readonly fieldEdge: string;
  readonly wood: string;
  readonly woodEdge: string;
  readonly tree: string;
  readonly water: string;
  readonly waterShore: string;
  readonly waterEdge: string;
  readonly stream: string;
  readonly road: string;
  readonly roadCasing: string;
  readonly track: string;
  readonly trackCasing: string;
  readonly building: string;
  readonly buildingEdge: string;
  readonly buildingShadow: string;
  readonly contour: string;
  readonly contourIndex: string;
  readonly contourLabel: string;
  readonly label: string;
  readonly waterLabel: string;
  readonly labelHalo: string;
  readonly graticule: string;
  readonly graticuleFine: string;
  readonly graticuleLabel: string;
  readonly graticuleHalo: string;
}

const day: MapPalette = {
  void: "#e6e4da",
  tint: [
    [226, 234, 208],
    [236, 236, 211],
    [241, 231, 203],
    [231, 213, 180],
    [217, 194, 160],
    [228, 217, 201],
  ],
  light: [255, 252, 238, 0.55],
  shadow: [74, 66, 92, 0.62],
  fields: ["#e9ebc4", "#dfe8bf", "#f1ecc9", "#e3ddb4", "#d9e4c2"],
  fieldEdge: "rgba(120,124,72,0.34)",
  wood: "#bcd3a2",
  woodEdge: "rgba(84,122,66,0.55)",
  tree: "rgba(70,112,58,0.42)",
  water: "#b3d4e6",
  waterShore: "rgba(64,128,172,0.2)",
  waterEdge: "#6299bf",
  stream: "#5b9cc6",
  road: "#fbe3a2",
  roadCasing: "#8d6b3b",
  track: "#8a6a47",
  trackCasing: "rgba(255,253,244,0.8)",
  building: "#b9a191",
  buildingEdge: "#6f594c",
  buildingShadow: "rgba(50,40,40,0.28)",
  contour: "rgba(160,104,50,0.52)",
  contourIndex: "rgba(142,84,32,0.82)",
  contourLabel: "#7d4a1c",
  label: "#3f3a33",
  waterLabel: "#1f5f8b",
  labelHalo: "rgba(252,250,240,0.86)",
  graticule: "rgba(40,52,72,0.26)",
  graticuleFine: "rgba(40,52,72,0.09)",
  graticuleLabel: "#2b3547",
  graticuleHalo: "rgba(255,255,252,0.86)",
};

const night: MapPalette = {
  void: "#0d0c0a",
  tint: [
    [19, 20, 16],
    [23, 22, 17],
    [28, 25, 19],
    [34, 29, 21],
    [40, 34, 25],
    [47, 41, 32],
  ],
  light: [190, 158, 104, 0.2],
  shadow: [0, 0, 0, 0.62],
  fields: ["#1b1b13", "#191b14", "#1e1c14", "#1c1a12", "#181a13"],
  fieldEdge: "rgba(120,112,72,0.2)",
  wood: "#161c13",
  woodEdge: "rgba(92,112,70,0.34)",
  tree: "rgba(104,124,80,0.2)",
  water: "#0f171b",
  waterShore: "rgba(84,120,132,0.16)",
  waterEdge: "#33474f",
  stream: "#30434b",
  road: "#5c5036",
  roadCasing: "#171410",
  track: "#5a4d36",
  trackCasing: "rgba(0,0,0,0.4)",
  building: "#332d25",
  buildingEdge: "#5b5040",
  buildingShadow: "rgba(0,0,0,0.5)",
  contour: "rgba(150,112,62,0.3)",
  contourIndex: "rgba(172,128,70,0.5)",
  contourLabel: "#94744a",
  label: "#9a8d74",
  waterLabel: "#6c8891",
  labelHalo: "rgba(12,11,9,0.85)",
  graticule: "rgba(176,152,108,0.17)",
  graticuleFine: "rgba(176,152,108,0.07)",
  graticuleLabel: "#a08e6c",
  graticuleHalo: "rgba(12,11,9,0.88)",
};

export const mapPalettes: Readonly<Record<"day" | "night", MapPalette>> = { day, night };
