import { z } from "zod";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import { feedSettings } from "../../../shared/wire/feeds.ts";
import type { Kept } from "../event-log.ts";
import type { KeptThings } from "../kept-things.ts";
import { ReadThings } from "../read-things.ts";

const Settings = z.object({
  ...feedSettings,
  rangeK: z.object({ lowK: z.number(), highK: z.number() }).exactOptional(),
});
/** What a person says of a feed. */
export type FeedSettings = z.infer<typeof Settings>;

const owner = { vehicleId: z.string(), uid: z.string().exactOptional() };
const KeptFeed = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("typed"),
    ...owner,
    uri: z.string(),
    spectrum: z.enum(["thermal", "visible"]),
    name: z.string(),
    settings: Settings,
  }),
  /** Of a stream that the vehicle itself tells of. */
  z.object({ kind: z.literal("said"), ...owner, stream: z.string(), settings: Settings }),
]);
type KeptFeed = z.infer<typeof KeptFeed>;
export type TypedFeed = Extract<KeptFeed, { readonly kind: "typed" }>;

const noSettings: FeedSettings = {};

type Owner = Pick<VehicleState, "id" | "uid">;

/** The unique id where both are known, else the number on the air, which another vehicle may have tomorrow. */
const isOf = ({ vehicleId, uid }: { readonly vehicleId: VehicleId; readonly uid?: string }, vehicle: Owner): boolean =>
  uid !== undefined && vehicle.uid !== undefined ? uid === vehicle.uid : vehicleId === vehicle.id;

/** What people typed in about feeds, remembered for each vehicle. */
export class FeedBook {
  readonly #things: KeptThings;
  readonly #feeds: ReadThings<KeptFeed>;

  constructor(things: KeptThings) {
    this.#things = things;
    this.#feeds = new ReadThings(things, "feed", (thing) => KeptFeed.safeParse(thing).data);
  }

  /** By id; the same map until something changed. */
  get feeds(): ReadonlyMap<string, KeptFeed> {
    return this.#feeds.all;
  }

  typedOf(vehicle: Owner): readonly (readonly [id: string, feed: TypedFeed])[] {
    return [...this.feeds].flatMap(([id, feed]) =>
      feed.kind === "typed" && isOf(feed, vehicle) ? [[id, feed] as const] : [],
    );
  }

  settingsOf(vehicle: Owner, stream: string): FeedSettings {
    for (const feed of this.feeds.values())
      if (feed.kind === "said" && feed.stream === stream && isOf(feed, vehicle)) return feed.settings;
    return noSettings;
  }

  /** @returns the new feed's id */
  add(feed: TypedFeed): Kept & { readonly id: string } {
    let number = 1;
    while (this.#things.all("feed").has(`feed-${number}`)) number += 1;
    const id = `feed-${number}`;
    return { ...this.#things.keep("feed", id, feed), id };
  }

  remove(id: string): Kept {
    return this.#things.forget("feed", id);
  }

  setTyped(id: string, settings: FeedSettings): Kept {
    return this.#things.keep("feed", id, { ...this.feeds.get(id), settings });
  }

  setSaid(vehicle: Owner, stream: string, settings: FeedSettings): Kept {
    const known = [...this.feeds].find(
      ([, feed]) => feed.kind === "said" && feed.stream === stream && isOf(feed, vehicle),
    );
    const id = known?.[0] ?? `said-${vehicle.uid ?? vehicle.id}-${stream}`;
    const { uid } = vehicle;
    const feed: KeptFeed = {
      ...{ kind: "said", vehicleId: vehicle.id, stream, settings },
      ...(uid === undefined ? {} : { uid }),
    };
    return Object.keys(settings).length === 0 ? this.#things.forget("feed", id) : this.#things.keep("feed", id, feed);
  }
}
