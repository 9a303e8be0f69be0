/** The map's own panes from bottom to top (Leaflet's tiles are at 200); only marks take the pointer. */
export const panes = {
  search: { name: "lantern-search", zIndex: 300, pointer: false },
  searchLines: { name: "lantern-search-lines", zIndex: 405, pointer: false },
  still: { name: "lantern-still", zIndex: 410, pointer: false },
  plans: { name: "lantern-plans", zIndex: 420, pointer: false },
  live: { name: "lantern-live", zIndex: 430, pointer: false },
  planEdit: { name: "lantern-plan-edit", zIndex: 605, pointer: false },
  crowd: { name: "lantern-crowd", zIndex: 606, pointer: false },
  searchMarks: { name: "lantern-search-marks", zIndex: 608, pointer: true },
  heat: { name: "lantern-heat", zIndex: 610, pointer: true },
  vehicles: { name: "lantern-vehicles", zIndex: 620, pointer: true },
  tool: { name: "lantern-tool", zIndex: 630, pointer: false },
  edgeLabels: { name: "lantern-edge-labels", zIndex: 640, pointer: false },
} as const;
