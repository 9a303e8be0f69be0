import { type RequestHandlers, refused } from "../request-desk.ts";

const notYet = () => refused("not-possible", "This station can't do that yet.");

/** What people ask about cameras and their pictures. */
export const feedRequests = (): Pick<
  RequestHandlers,
  "feed.add" | "feed.remove" | "feed.set" | "feed.retry" | "feed.mark" | "heat.identify"
> => ({
  "feed.add": notYet,
  "feed.remove": notYet,
  "feed.set": notYet,
  "feed.retry": notYet,
  "feed.mark": notYet,
  "heat.identify": notYet,
});
