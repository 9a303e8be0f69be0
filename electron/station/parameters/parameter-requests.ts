import { type RequestHandlers, refused } from "../request-desk.ts";

const later = () => refused("not-possible", "This station can't do it yet.");

/** The vehicles' own settings. */
export const parameterRequests = (): Pick<RequestHandlers, "parameters.fetch" | "parameters.set"> => ({
  "parameters.fetch": later,
  "parameters.set": later,
});
