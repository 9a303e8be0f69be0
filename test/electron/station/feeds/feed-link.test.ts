import { describe, expect, it } from "vitest";
import { FeedLink } from "../../../../electron/station/feeds/feed-link.ts";
import type { WantedFeed } from "../../../../electron/station/feeds/wanted-feeds.ts";
import type { Feed, FeedEvent } from "../../../../hardware/thermal/feed.ts";

/** A link to a thermal feed that streams, and whose lens is as wide as is said. */
const openLink = (settings: WantedFeed["settings"], doubts = { fieldOfView: false }) => {
  const listeners = new Set<(event: FeedEvent) => void>();
  const feed: Feed = {
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: () => {},
    watch: () => () => {},
    look: async () => undefined,
    snapshot: async () => undefined,
    still: async () => undefined,
    retry: () => {},
    close: async () => {},
  };
  const uri = "rtp://127.0.0.1:5600";
  const link = new FeedLink({
    wanted: {
      ...{ id: "f", name: "thermal", spectrum: "thermal", origin: "typed", vehicleId: "1", given: uri, settings },
      address: { ok: true, uri },
    },
    open: () => feed,
    connectDetector: () => undefined,
    detectorFault: () => undefined,
    doubtsFieldOfView: () => doubts.fieldOfView,
    onSightings: () => {},
    onChanged: () => {},
  });
  const say = (event: FeedEvent) => {
    for (const listener of listeners) listener(event);
  };
  say({ kind: "state", state: "streaming" });
  say({
    kind: "picture",
    ...{ widthPx: 640, heightPx: 512, framesPerS: 15, codec: "h264", radiometric: false, stamped: false },
    warnings: ["overlay"],
    search: { framesPerS: 7, skippedFraction: 0.5, quickFraction: 0.766, msPerFrame: 15.25 },
  });
  return { link, say, doubts };
};

describe("a feed's search", () => {
  it("is told in figures that don't tremble", () => {
    const { link } = openLink({});

    expect(link.view.search).toEqual({
      ...{ by: "network", framesPerS: 7, skippedFraction: 0.5, quickFraction: 0.75, msPerFrame: 15 },
    });
  });
});

describe("a feed's warnings", () => {
  it("say what the picture shows, and nothing more where lens and direction are known", () => {
    const { link } = openLink({ hfovRad: 0.8 });

    link.notePose(true, 1000);

    expect(link.view.warnings).toEqual(["overlay"]);
  });

  it("doubt the field of view where nobody says it, and where known places speak against it", () => {
    const unknown = openLink({});
    const wrong = openLink({ hfovRad: 0.8 });

    wrong.doubts.fieldOfView = true;

    expect(unknown.link.view.warnings).toContain("field-of-view");
    expect(wrong.link.view.warnings).toContain("field-of-view");
  });

  it("tell of a direction that stays unknown, not of a short gap, until it is known again", () => {
    const { link } = openLink({ hfovRad: 0.8 });

    link.notePose(false, 1000);
    link.notePose(false, 2500);
    const afterGap = link.view.warnings;
    link.notePose(false, 3100);
    const afterLong = link.view.warnings;
    link.notePose(true, 3200);

    expect(afterGap).not.toContain("no-pose");
    expect(afterLong).toContain("no-pose");
    expect(link.view.warnings).not.toContain("no-pose");
  });

  it("end with the stream", () => {
    const { link, say } = openLink({});

    say({ kind: "state", state: "stalled" });

    expect(link.view.warnings).toEqual([]);
  });
});
