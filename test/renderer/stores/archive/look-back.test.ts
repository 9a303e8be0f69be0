import { describe, expect, it } from "vitest";
import { createArchiveStore } from "../../../../renderer/stores/archive/archive-store.ts";
import { openLookBack } from "../../../../renderer/stores/archive/look-back.ts";
import { buildDetails, missionMs } from "../../../support/archive-scenes.ts";

const build = (answers: ("ok" | "unknown-mission" | "no-answer")[]) => {
  const device = { nowMs: 0 };
  const timers = new Set<{ readonly delayMs: number; readonly run: () => void }>();
  const archive = createArchiveStore("now");
  const close = openLookBack({
    archive,
    nowMs: () => device.nowMs,
    after: (delayMs, run) => {
      const timer = { delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    fetchDetails: () => {
      const answer = answers.shift() ?? "no-answer";
      return Promise.resolve(
        answer === "ok" ? { ok: true, value: buildDetails() } : { ok: false, code: answer, detail: "" },
      );
    },
  });
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  const fire = (delayMs: number) => {
    for (const timer of [...timers].filter((one) => one.delayMs === delayMs)) {
      timers.delete(timer);
      timer.run();
    }
  };
  return { archive, close, device, fire, settled, timers };
};

describe("looking back from now", () => {
  it("knows what happened so far, and that now goes on", async () => {
    const { archive, device, fire, settled } = build(["ok"]);
    await settled();
    expect(archive.getState().player?.positionMs).toBe(missionMs);

    device.nowMs = 5_000;
    fire(1_000);

    expect(archive.getState().player?.durationMs).toBe(missionMs + 5_000);
  });

  it("keeps what it knows while the station is away, and forgets it where nothing is recorded any more", async () => {
    const { archive, fire, settled } = build(["ok", "no-answer", "unknown-mission"]);
    await settled();

    fire(10_000);
    await settled();
    expect(archive.getState().details).toBeDefined();

    fire(60_000);
    await settled();
    expect(archive.getState().details).toBeUndefined();
  });

  it("asks no more once it is closed", async () => {
    const { close, settled, timers } = build(["ok"]);
    await settled();

    close();

    expect(timers.size).toBe(0);
  });
});
