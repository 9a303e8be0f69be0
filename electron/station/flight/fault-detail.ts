import type { JobFault, JobFaultCode } from "../../../shared/protocols/job.ts";

const sentences: Readonly<Record<JobFaultCode, string>> = {
  "temporarily-rejected": "The vehicle can't do it now. Try again.",
  denied: "The vehicle denied it.",
  unsupported: "The vehicle doesn't know this command.",
  failed: "The vehicle tried and failed, or can't do it in this state.",
  cancelled: "It was cancelled.",
  refused: "The vehicle refused it.",
  "no-answer": "The vehicle did not answer. Whether it did it is not known: look at its state.",
  superseded: "A later command took its place.",
  expired: "It waited too long and was not sent.",
  "link-gap": "The link was gone meanwhile. Nothing is sent late: ask again.",
  "vehicle-changed": "Another vehicle answers on this id now. Nothing more was sent.",
  rebooted: "The vehicle started anew in the middle.",
  "not-confirmed": "The vehicle accepted it, but its state doesn't show it.",
  "mission-refused": "The vehicle refused an item; the fault's onBoard says what it has now.",
  "mission-no-space": "The mission is too long for this vehicle.",
  "mission-timeout": "The vehicle gave up waiting. Upload again.",
  "readback-differs": "What was read back is not what was sent. Upload again.",
  "parameter-unknown": "The vehicle has no such parameter.",
  "parameter-differs": "The vehicle stored another value than was sent.",
  "no-position": "The vehicle doesn't know where it is.",
  "not-possible": "This vehicle can't do it, or not now.",
};

/** In English, for people who use the API; screens have their own words for the code. */
export const faultDetail = ({ code, params, vehicleText }: JobFault): string => {
  const known = Object.entries(params).map(([name, value]) => `${name}: ${value}`);
  const words = vehicleText === undefined ? "" : ` It says: "${vehicleText}"`;
  return `${code}: ${sentences[code]}${known.length === 0 ? "" : ` (${known.join(", ")})`}${words}`;
};
