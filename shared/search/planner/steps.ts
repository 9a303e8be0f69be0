/** One step over a lattice of square cells, and what a sensor sweeps on the way. */
export interface Step {
  readonly rows: number;
  readonly columns: number;
  readonly lengthM: number;
  readonly headingRad: number;
  /** Cells that it sweeps, relative to where it begins, and how much of each, 0 to 1. */
  readonly sweptRows: Int8Array;
  readonly sweptColumns: Int8Array;
  readonly shares: Float32Array;
}

/** Points a side of a cell by which the swept share of it is counted. */
const finer = 4;

/** A first eighth of the compass; mirrored and turned it gives 16 directions. */
const eighth = [
  [3, 0],
  [3, 1],
  [2, 2],
] as const;

const turned = (rows: number, columns: number): readonly (readonly [number, number])[] => [
  [rows, columns],
  [columns, rows],
  [-rows, columns],
  [columns, -rows],
  [rows, -columns],
  [-columns, rows],
  [-rows, -columns],
  [-columns, -rows],
];

/**
 * Steps of about three cells in 16 directions, clockwise from north.
 * @param swathM width swept to both sides together
 */
export const stepsFor = (cellM: number, swathM: number): readonly Step[] => {
  const ways = new Map(eighth.flatMap(([r, c]) => turned(r, c)).map(([r, c]) => [`${r} ${c}`, [r, c] as const]));
  return [...ways.values()]
    .map(([rows, columns]) => stepOf(rows, columns, cellM, swathM))
    .sort((one, other) => one.headingRad - other.headingRad);
};

const stepOf = (rows: number, columns: number, cellM: number, swathM: number): Step => {
  const lengthM = Math.hypot(rows, columns) * cellM;
  const [north, east] = [(rows * cellM) / lengthM, (columns * cellM) / lengthM];
  const swept: { readonly row: number; readonly column: number; readonly share: number }[] = [];
  const reach = Math.ceil(swathM / 2 / cellM) + 4;
  for (let row = -reach; row <= reach; row += 1) {
    for (let column = -reach; column <= reach; column += 1) {
      let inside = 0;
      for (let point = 0; point < finer * finer; point += 1) {
        const northM = (row + (Math.floor(point / finer) + 0.5) / finer - 0.5) * cellM;
        const eastM = (column + ((point % finer) + 0.5) / finer - 0.5) * cellM;
        const alongM = northM * north + eastM * east;
        const acrossM = eastM * north - northM * east;
        if (alongM > 0 && alongM <= lengthM && Math.abs(acrossM) <= swathM / 2) inside += 1;
      }
      if (inside > 0) swept.push({ row, column, share: inside / (finer * finer) });
    }
  }
  return {
    rows,
    columns,
    lengthM,
    headingRad: (Math.atan2(columns, rows) + 2 * Math.PI) % (2 * Math.PI),
    sweptRows: Int8Array.from(swept, ({ row }) => row),
    sweptColumns: Int8Array.from(swept, ({ column }) => column),
    shares: Float32Array.from(swept, ({ share }) => share),
  };
};
