/** Keys of flying, as printed on the buttons and in the sheet of keys. Return and land must be held for a second. */
export const flyKeys = {
  hold: "B",
  return: "R",
  land: "D",
  nextTab: "E",
  /** With Shift: it opens the emergency stop and does nothing else. */
  emergency: "S",
} as const;
