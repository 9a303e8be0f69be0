/** Keys of the map, as printed on its buttons and in the sheet of keys. */
export const mapKeys = { showAll: "0", copy: "C", centre: "Home", zoomIn: "+", zoomOut: "-" } as const;
