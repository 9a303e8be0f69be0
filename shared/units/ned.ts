/** A vector in the local north-east-down frame; the unit is in the name of the field that holds it. */
export interface Ned {
  readonly north: number;
  readonly east: number;
  readonly down: number;
}
