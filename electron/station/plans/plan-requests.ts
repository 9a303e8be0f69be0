import { type RequestHandlers, refused } from "../request-desk.ts";

type PlanKinds = "plan.put" | "plan.delete" | "plan.upload" | "plan.download" | "mission.clear";

const later = () => refused("not-possible", "This station can't do it yet.");

/** Plans: kept, written to vehicles and read from them. */
export const planRequests = (): Pick<RequestHandlers, PlanKinds> => ({
  "plan.put": later,
  "plan.delete": later,
  "plan.upload": later,
  "plan.download": later,
  "mission.clear": later,
});
