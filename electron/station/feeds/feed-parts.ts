import { openPersonDetector } from "../../../hardware/thermal/detector/open-person-detector.ts";
import { openFeed } from "../../../hardware/thermal/open-feed.ts";
import type { ThermalPicture } from "../../../hardware/thermal/thermal-png.ts";
import type { PoseCorrection } from "../../../shared/heat/bias/pose-correction.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { AlertBook } from "../alert-book.ts";
import type { NotedFrame } from "../corrections/noted-frame.ts";
import type { FleetHost } from "../fleet-host.ts";
import type { Ground } from "../ground.ts";
import type { HeatDesk } from "../heat-desk.ts";
import type { KeptThings } from "../kept-things.ts";
import type { FeedService } from "../server/station-service.ts";
import type { StationClock } from "../station-clock.ts";
import type { VehicleBoard } from "../vehicle-board.ts";
import { CameraFootprints } from "./camera-footprints.ts";
import { CaptureTimes } from "./capture-times.ts";
import { FeedBook } from "./feed-book.ts";
import { FeedDesk } from "./feed-desk.ts";
import { FeedMarks, type MarkedPicture } from "./feed-marks.ts";
import { FeedScreens } from "./feed-screens.ts";
import { notedFrame } from "./noted-frame.ts";
import { OnboardWatch } from "./onboard-watch.ts";
import { type DecidedFrame, SightingFlow } from "./sighting-flow.ts";

export interface FeedPartsOptions {
  readonly clock: StationClock;
  readonly fleet: FleetHost;
  readonly board: VehicleBoard;
  readonly heat: HeatDesk;
  readonly ground: Ground;
  readonly alerts: AlertBook;
  readonly things: KeptThings;
  readonly remoteOf: (channelId: string) => string | undefined;
  readonly correctionOf: (id: VehicleId) => PoseCorrection | undefined;
  readonly doubtsFieldOfView: (id: VehicleId) => boolean;
  /** Every frame that was placed: known places in it tell how wrong a camera points. */
  readonly onPlaced: (frame: NotedFrame) => void;
  /** The same with which of its spots belong to which source. */
  readonly onDecided: (decided: DecidedFrame) => void;
  /** A person saw somebody whom nobody had found. */
  readonly onMissed: (marked: MarkedPicture) => void;
  /** The station listens on this computer alone. */
  readonly onlyHere: boolean;
  /** Its pictures are a simulator's, maybe many times as fast as life: their search must leave the machine to the rest. */
  readonly simulated: boolean;
  /** The detector's model; that of the program if absent. */
  readonly modelFolder: string | undefined;
}

/** The share of real time that the network may take of a simulator's machine. */
const simulatedShare = 0.25;

/** What cameras take, put together: feeds, screens that watch them, and the way from a picture to the ground. */
export const makeFeedParts = (options: FeedPartsOptions) => {
  const { clock, heat, ground, board, alerts, correctionOf, modelFolder } = options;
  const fleet = () => options.fleet.fleet;
  const times = new CaptureTimes(clock, fleet);
  const feedBook = new FeedBook(options.things);
  const feeds = new FeedDesk({
    ...{ clock, board, alerts },
    vehicles: () => options.fleet.vehicles,
    book: feedBook,
    remoteOf: options.remoteOf,
    onlyHere: options.onlyHere,
    doubtsFieldOfView: options.doubtsFieldOfView,
    open: openFeed,
    openDetector: () =>
      openPersonDetector({
        ...(modelFolder === undefined ? {} : { modelFolder }),
        ...(options.simulated ? { busyShare: simulatedShare } : {}),
      }),
    onSightings: (link, sightings) => {
      screens.show(link, sightings);
      const { vehicleId } = link.wanted;
      flow.hold({ vehicleId, link, hfovRad: link.pictureHfovRad(sightings.hfovRad), sightings });
    },
    onGone: (link) => screens.gone(link),
  });
  const link = (id: string) => feeds.link(id);
  const screens = new FeedScreens({ times, link, sources: () => heat.sources });
  const flow = new SightingFlow({
    ...{ clock, fleet, heat, ground, times, correctionOf },
    onDecided: (decided) => {
      decided.link?.notePose(decided.frame.pose !== undefined, clock.nowMs());
      if (decided.link !== undefined) screens.seen(decided.link, decided.sightings.sequence, decided.seen);
      const noted = notedFrame(decided);
      if (noted !== undefined) options.onPlaced(noted);
      options.onDecided(decided);
    },
  });
  const onboard = new OnboardWatch({
    ...{ clock, heat },
    vehicles: () => options.fleet.vehicles,
    hold: (found) => flow.hold(found),
  });
  const footprints = new CameraFootprints({
    ...{ clock, fleet, board, ground, correctionOf },
    thermalOf: (id) => feeds.thermalOf(id),
  });
  const { onMissed } = options;
  const feedMarks = new FeedMarks({ clock, fleet, heat, ground, times, link, correctionOf, onMissed });
  const thermal = {
    /** To be called some ten times a second. */
    tick: (): void => {
      feeds.tick();
      footprints.tick();
      flow.tick();
    },
    close: (): Promise<void> => feeds.close(),
    /** A vehicle's newest thermal picture, small. */
    snapshot: async (id: VehicleId): Promise<ThermalPicture | undefined> => feeds.thermalOf(id)?.feed?.snapshot(),
  };
  const feedService: FeedService = {
    has: (id) => link(id)?.feed !== undefined,
    watch: (id, watcher, asked) => screens.watch(id, watcher, asked),
    look: (id, x, y) => feedMarks.look(id, x, y),
    picture: async (id) => link(id)?.feed?.snapshot(),
  };
  return { feedBook, feeds, feedService, feedMarks, onboardDetections: onboard, thermal, onlyHere: options.onlyHere };
};
