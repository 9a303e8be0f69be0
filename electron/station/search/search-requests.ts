import type { Request } from "../../../shared/wire/requests.ts";
import { type RequestHandlers, refused } from "../request-desk.ts";

/** Those that only ask the probability map and who is where. */
type SearchHandlers = Pick<RequestHandlers, Extract<Request["kind"], `search.${string}`>>;

const notReady = () => refused("search-not-ready", "No incident is open. Open one from a report first.");

export const searchRequests = (): SearchHandlers => ({
  "search.divide": notReady,
  "search.propose": notReady,
  "search.nearest": notReady,
  "search.correlate": notReady,
});
