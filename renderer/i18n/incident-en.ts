/** Texts of teams, orders, clues, messages and invitations, in English. */
export const incidentEn = {
  "fault.not-allowed": "Your role may not do this.",
  "fault.no-incident": "No incident is open.",
  "fault.unknown-thing": "This is not part of the incident any more.",
  "fault.bad-field": "A value can't be right.",
  "fault.unknown-invite": "This link is not valid any more.",
  "fault.search-not-ready": "The probability map is not ready.",
} as const;
