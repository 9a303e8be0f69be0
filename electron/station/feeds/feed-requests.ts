import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { Request, RequestResult } from "../../../shared/wire/requests.ts";
import type { HeatDesk } from "../heat-desk.ts";
import { type RequestHandlers, refused } from "../request-desk.ts";
import { typedAddress } from "./feed-address.ts";
import type { FeedBook, FeedSettings } from "./feed-book.ts";
import type { FeedDesk } from "./feed-desk.ts";
import type { FeedMarks } from "./feed-marks.ts";

export interface FeedRequestParts {
  readonly feeds: FeedDesk;
  readonly feedBook: FeedBook;
  readonly feedMarks: FeedMarks;
  readonly heat: HeatDesk;
  readonly fleet: { readonly vehicles: ReadonlyMap<VehicleId, VehicleState> };
  /** The station listens on this computer alone. */
  readonly onlyHere: boolean;
  /** A person said what a source is. */
  readonly onIdentified: (heatId: string) => void;
}

type Asked<K extends Request["kind"]> = Extract<Request, { readonly kind: K }>;

const unknownFeed = (id: string): RequestResult =>
  refused("unknown-feed", `There is no feed "${id}" now. Reload the list.`);
const notKept = (detail: string): RequestResult => refused("recording-failed", `It could not be recorded. ${detail}`);

/** More for one vehicle are a mistake. */
const mostTyped = 8;

/** Another vehicle for which this address is typed in. Files are no cameras: any number may play them. */
const carriedBy = ({ fleet, feedBook }: FeedRequestParts, vehicle: VehicleState, uri: string): string | undefined =>
  /^file:/i.test(uri)
    ? undefined
    : [...fleet.vehicles.values()].find(
        (other) => other.id !== vehicle.id && feedBook.typedOf(other).some(([, feed]) => feed.uri === uri),
      )?.id;

const add = (parts: FeedRequestParts, request: Asked<"feed.add">): RequestResult => {
  const { kind: _kind, vehicleId, uri, spectrum, name, ...settings } = request;
  const vehicle = parts.fleet.vehicles.get(vehicleId);
  if (vehicle === undefined)
    return refused("unknown-vehicle", `There is no vehicle "${vehicleId}". It must have been heard once.`);
  const address = typedAddress(uri, parts);
  if (!address.ok) return refused("not-possible", address.detail);
  const typed = parts.feedBook.typedOf(vehicle);
  const same = typed.find(([, feed]) => feed.uri === address.uri);
  if (same !== undefined) return refused("not-possible", `This address is open already, as "${same[1].name}".`);
  const elsewhere = carriedBy(parts, vehicle, address.uri);
  if (elsewhere !== undefined)
    return refused(
      "not-possible",
      `This camera is vehicle ${elsewhere}'s already: what it sees would be placed twice, once wrongly. Remove it there first.`,
    );
  if (typed.length >= mostTyped)
    return refused("not-possible", `${mostTyped} addresses are typed in for this vehicle already. Remove one first.`);
  const { id, ...kept } = parts.feedBook.add({
    kind: "typed",
    vehicleId,
    ...(vehicle.uid === undefined ? {} : { uid: vehicle.uid }),
    uri: address.uri,
    spectrum,
    name: name ?? (spectrum === "thermal" ? "Thermal" : "Visible"),
    settings,
  });
  if (!kept.ok) return notKept(kept.detail);
  parts.feeds.tick();
  return { ok: true, feedId: id };
};

const remove = ({ feeds, feedBook }: FeedRequestParts, { feedId }: Asked<"feed.remove">): RequestResult => {
  const known = feedBook.feeds.get(feedId);
  if (known?.kind !== "typed")
    return feeds.link(feedId) === undefined
      ? unknownFeed(feedId)
      : refused("not-removable", "The vehicle itself tells of this feed. Switch it off in its camera.");
  const kept = feedBook.remove(feedId);
  if (!kept.ok) return notKept(kept.detail);
  feeds.tick();
  return { ok: true };
};

/** `null` goes back to what the camera says. */
const changed = (before: FeedSettings, { kind: _kind, feedId: _id, ...change }: Asked<"feed.set">): FeedSettings => {
  const next = Object.entries({ ...before, ...change }).filter(([, value]) => value !== null);
  return Object.fromEntries(next);
};

const set = ({ feeds, feedBook, fleet }: FeedRequestParts, request: Asked<"feed.set">): RequestResult => {
  const { feedId, rangeK } = request;
  if (rangeK && rangeK.highK - rangeK.lowK < 1)
    return refused("not-possible", "Black and white must be at least 1 K apart, white the warmer.");
  const wanted = feeds.link(feedId)?.wanted;
  const vehicle = wanted === undefined ? undefined : fleet.vehicles.get(wanted.vehicleId);
  if (wanted === undefined || vehicle === undefined) return unknownFeed(feedId);
  // Of the record, not of the link: two people may change one feed between two looks.
  const typed = feedBook.feeds.get(feedId);
  const kept =
    typed?.kind === "typed"
      ? feedBook.setTyped(feedId, changed(typed.settings, request))
      : feedBook.setSaid(
          vehicle,
          wanted.stream ?? feedId,
          changed(feedBook.settingsOf(vehicle, wanted.stream ?? feedId), request),
        );
  if (!kept.ok) return notKept(kept.detail);
  feeds.tick();
  return { ok: true };
};

/** What people ask about cameras and their pictures. */
export const feedRequests = (
  parts: FeedRequestParts,
): Pick<RequestHandlers, "feed.add" | "feed.remove" | "feed.set" | "feed.retry" | "feed.mark" | "heat.identify"> => ({
  "feed.add": (request) => add(parts, request),
  "feed.remove": (request) => remove(parts, request),
  "feed.set": (request) => set(parts, request),
  "feed.retry": ({ feedId }) => (parts.feeds.retry(feedId) ? { ok: true } : unknownFeed(feedId)),
  "feed.mark": (request) => parts.feedMarks.mark(request),
  "heat.identify": (request) => {
    const result = parts.heat.identify(request);
    if (result.ok) parts.onIdentified(request.heatId);
    return result;
  },
});
