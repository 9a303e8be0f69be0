/** Keys of the archive and its timeline, as printed on the buttons and in the sheet of keys. */
export const timelineKeys = {
  /** With Shift. */
  archive: "A",
  fold: "T",
  note: "N",
  telemetry: "P",
  /** Alone: one message of telemetry; with Shift: slower and faster. While flying: back by 10 s, with Shift by 40 s. */
  stepBack: ",",
  stepOn: ".",
  now: "End",
} as const;
