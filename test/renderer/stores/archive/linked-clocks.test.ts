import { describe, expect, it } from "vitest";
import { createArchiveStore } from "../../../../renderer/stores/archive/archive-store.ts";
import { LinkedClocks } from "../../../../renderer/stores/archive/linked-clocks.ts";

const build = () => {
  const done: string[] = [];
  const make = (name: string) => {
    const archive = createArchiveStore(name);
    archive.setState({
      seek: (positionMs) => done.push(`${name} seek ${positionMs}`),
      play: (speed) => done.push(`${name} play ${speed}`),
      pause: () => done.push(`${name} pause`),
      step: (direction) => done.push(`${name} step ${direction}`),
    });
    return archive;
  };
  const [left, right] = [make("left"), make("right")];
  const tell = (archive: typeof left, positionMs: number, playing = false) =>
    archive.setState({
      player: {
        missionId: "m",
        positionMs,
        durationMs: 1_000_000,
        playing,
        speed: 1,
        skipIdle: false,
        receivedDeviceMs: 0,
      },
    });
  tell(left, 400_000);
  tell(right, 900_000);
  const clocks = new LinkedClocks({ left, right }, () => 0);
  return { done, left, right, tell, clocks };
};

describe("linked clocks", () => {
  it("move each alone until they are linked", () => {
    const { done, left } = build();

    left.getState().seek(1_000);

    expect(done).toEqual(["left seek 1000"]);
  });

  it("keep how far they are apart, whichever is moved", () => {
    const { done, left, right, clocks } = build();
    clocks.lock();
    done.length = 0;

    left.getState().seek(410_000);
    right.getState().seek(700_000);
    left.getState().play(-5);

    expect(clocks.state.getState()).toEqual({ locked: true, offsetMs: 500_000 });
    expect(done).toEqual([
      "left seek 410000",
      "right seek 910000",
      "right seek 700000",
      "left seek 200000",
      "left play -5",
      "right play -5",
    ]);
  });

  it("stop at a mission's end without losing the offset", () => {
    const { done, left, clocks } = build();
    clocks.lock();
    done.length = 0;

    left.getState().seek(800_000);
    left.getState().seek(300_000);

    expect(done).toEqual(["left seek 800000", "right seek 1000000", "left seek 300000", "right seek 800000"]);
  });

  it("bring the one that follows to where a step led the other, and back where it drifted", () => {
    const { done, left, tell, clocks } = build();
    clocks.lock();
    done.length = 0;

    left.getState().step(1);
    tell(left, 400_120);
    expect(done).toEqual(["left step 1", "right seek 900120"]);

    done.length = 0;
    tell(left, 400_300, true);
    expect(done).toEqual([]);
    tell(left, 401_000, true);
    expect(done).toEqual(["right seek 901000"]);
  });

  it("go their own ways again once they are unlinked or closed", () => {
    const { done, left, right, clocks } = build();
    clocks.lock();
    clocks.unlock();
    done.length = 0;
    left.getState().seek(5);
    clocks.close();
    right.getState().play(2);

    expect(done).toEqual(["left seek 5", "right play 2"]);
  });
});
