/** Plans: drawing, checking, files. */
export const planEn = {
  "planNote.unsupported-item": "{what}: left out, Lantern does not know it",
  "planNote.unsupported-frame": "{what}: left out, its height reference is not known",
  "planNote.survey-rebuilt": "{what}: its path is kept, its settings are not",
  "planNote.no-height": "{what}: no height given, the plan's own is used",
  "planNote.area-only": "{what}: came in as an area to search",
  "planNote.truncated": "Only the first {kept} of {of} were read",
  "planNote.other-vehicle": "Made for another kind of vehicle: {what}",
  "planNote.styles-left-out": "Colours and styles were left out",
} as const;
