/** Texts of the archive: its list, what is said while the past is on the screen, the timeline. */
export const archiveEn = {
  "fault.in-archive": "This is the past: commands act on the present. Go back to now first.",
} as const;
