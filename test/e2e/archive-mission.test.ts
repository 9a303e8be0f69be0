import type { Browser } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { distanceM } from "../../shared/geo/geodesic.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { ArchiveClient, type PlayerClient } from "../support/archive-client.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { picturesIn, readPieces } from "../support/framed-pieces.ts";
import { pressUntil } from "../support/press-until.ts";
import { type RunningStation, runStation } from "../support/running-station.ts";
import { heardBy, placesOf, type ShownFacts, samplesOf, shownOn, unlike } from "../support/shown-facts.ts";
import { type Hand, TimeScreen } from "../support/time-screen.ts";
import { type SeenState, watchStates } from "../support/watched-states.ts";

/** Scenario seconds a second. */
const speed = 4;
const patiently = { timeout: 60_000, interval: 200 };
/** So far apart may a screen and the state that it shows be, in the station's ms: a busy machine draws late. */
const lateMs = 750 * speed;

/** What the map says is under the pointer has five digits, a metre or two pixels; far from there that is some more. */
const nearPx = 24;

/** Two drones and a robot dog search, find, are stopped, and a team is sent; all of it is looked back at while it goes on. */
describe.skipIf(chromiumPath() === undefined)(`a mission that is dragged through (else: ${noChromium})`, () => {
  let browser: Browser;
  let station: RunningStation;
  let archive: ArchiveClient;
  let player: PlayerClient;
  let stopWatching = () => {};
  let seen: readonly SeenState[] = [];
  /** Looks back; the other one stays at now all the time. */
  let pilot: TimeScreen;
  let witness: TimeScreen;
  let samples: readonly ShownFacts[] = [];
  let failed = false;

  const state = async (): Promise<StateSnapshot> => (await station.get("/api/state")).json() as Promise<StateSnapshot>;
  const ask = async (body: unknown) => {
    const answer = await (await station.post(body)).json();
    expect(answer, JSON.stringify(answer)).toMatchObject({ ok: true });
  };
  const decisions = async () => Object.values((await state()).heat).map(({ decision }) => decision.state);
  const judge = (word: "Confirm" | "Dismiss") =>
    pilot.page.getByRole("button", { name: new RegExp(`^${word} heat source \\d+$`) }).first();
  const operator = { id: "post", name: "Post" };

  beforeAll(async () => {
    browser = await launchChromium();
    station = await runStation({ args: ["--speed", String(speed)] });
    const headers = { authorization: `Bearer ${station.token}` };
    archive = new ArchiveClient({ origin: station.origin, headers });
    ({ seen, close: stopWatching } = await watchStates({ origin: station.origin, headers }));
    witness = await TimeScreen.open(browser, station.url, { keep: true });
    pilot = await TimeScreen.open(browser, station.url, { keep: false });
  });

  beforeEach(({ skip, onTestFailed }) => {
    // Each part goes on where the one before it ended.
    if (failed) skip();
    onTestFailed(async () => {
      failed = true;
      await Promise.allSettled([pilot?.picture("failed-pilot"), witness?.picture("failed-witness")]);
    });
  });

  afterAll(async () => {
    stopWatching();
    player?.socket.close();
    await browser?.close();
    await station?.stop();
  });

  /** Of the probability map, as the pilot's page asked the archive for them. */
  const mapVersions = new Set<number>();

  /** A minute of search: what happens in it is there to be found again. */
  it("is flown and recorded", async () => {
    const { page } = pilot;
    page.on("request", (request) => {
      const found = /\/api\/archive\/now\/search\/tiles\/.*[?&]v=(\d+)/.exec(request.url())?.[1];
      if (found !== undefined) mapVersions.add(Number(found));
    });
    await page.locator(".incident-chip.is-reported").click();
    await pressUntil(page.getByRole("button", { name: "Open this search", exact: true }), async () =>
      Object.values((await state()).things).some(({ kind }) => kind === "incident"),
    );
    await page.locator(".incident-pos .bar-figure").waitFor({ timeout: 90_000 });
    for (const screen of [witness, pilot]) {
      await screen.page.keyboard.press("0");
      await screen.page.keyboard.press("1");
      await screen.page.keyboard.press("k");
      await screen.page.locator(".panel-camera canvas[data-capture-ms]").waitFor();
      await screen.tab("incident", "Orders");
    }

    await expect.poll(async () => (await state()).things["team/linghu-patrol"], patiently).toBeDefined();
    const sendTeam = async () => {
      const { latDeg, lonDeg } = (await state()).vehicles["1"]?.position ?? {};
      const to = { kind: "team", id: "linghu-patrol" };
      await ask({ kind: "incident.send", assignment: { to, task: "go-to", place: { latDeg, lonDeg } }, operator });
    };
    await sendTeam();
    await page.locator(".heat-list .number-mark").first().waitFor({ timeout: 180_000 });
    await pressUntil(judge("Confirm"), async () => (await decisions()).includes("confirmed"));
    await ask({ kind: "vehicle.do", vehicleId: "2", action: { kind: "hold" }, operator });
    await expect.poll(async () => (await state()).vehicles["2"]?.mode?.name, patiently).not.toBe("AUTO");
    // On a fast machine the first was sent before its camera sent anything: another in the midst of it.
    await sendTeam();

    await expect
      .poll(async () => (await archive.details("now")).timeline.durationMs, { ...patiently, timeout: 90_000 })
      .toBeGreaterThan(200_000);
    player = archive.player("now");
  }, 300_000);

  /** What was really shown at an instant of the station's clock: all that the other page's screen showed about then. */
  const shownThen = (clockMs: number) => samples.filter((sample) => Math.abs(sample.clockMs - clockMs) <= lateMs);

  /** Holds everything that the pilot's screen shows against what was shown, recorded and is said of that instant. */
  const holdAgainstThen = async (): Promise<{ positionMs: number; facts: ShownFacts; pictureShared: boolean }> => {
    samples = await samplesOf(witness.page);
    // The screen is drawn a moment after the state came.
    await expect
      .poll(async () => {
        const then = shownThen((await heardBy(pilot.page)).archiveClockMs);
        expect(then.length).toBeGreaterThan(0);
        return unlike(await shownOn(pilot.page), then);
      }, patiently)
      .toEqual([]);
    const { positionMs = Number.NaN, archiveClockMs } = await heardBy(pilot.page);

    // A player of our own comes to the same, and so do the states that were published.
    const own = await player.seek(positionMs);
    expect(Math.abs(own.clock.nowMs - archiveClockMs)).toBeLessThan(1);
    const published = seen.findLast(({ clock }) => clock.nowMs <= archiveClockMs + 1);
    expect(Object.keys(own.heat).sort()).toEqual(Object.keys(published?.state.heat ?? {}).sort());
    for (const [id, { mode, armed }] of Object.entries(own.vehicles))
      expect({ mode, armed }).toEqual({ mode, armed, ...pick(published?.state.vehicles?.[id], ["mode", "armed"]) });

    // The timeline says of this instant what the screen shows.
    const { timeline, feeds } = await archive.details("now");
    for (const { name, mode } of Object.values(own.vehicles)) {
      const spans = timeline.lanes.find((lane) => lane.kind === "vehicle" && lane.name === name)?.spans ?? [];
      const texts = spans
        .filter((span) => span.kind === "mode")
        .filter(({ fromMs, toMs }) => fromMs - lateMs <= positionMs && positionMs <= toMs + lateMs)
        .map(({ text }) => text);
      if (mode !== undefined) expect(texts, `${name} in ${mode.name}`).toContain(mode.name);
    }

    const pictureShared = await holdPicture(positionMs, feeds);
    const facts = await shownOn(pilot.page);
    await holdMarks(own);
    return { positionMs, facts, pictureShared };
  };

  /** Marks stand on the map where the vehicles were. */
  const holdMarks = async (own: StateSnapshot): Promise<void> => {
    // The pictures lie over the map.
    await pilot.page.keyboard.press("k");
    await pilot.page.locator(".panel-camera canvas").first().waitFor({ state: "detached" });
    const places = placesOf(own);
    // With more room the map brings the selected vehicle into its middle.
    await expect
      .poll(async () => {
        const pixelOf = await pilot.ground();
        const { marks } = await shownOn(pilot.page);
        expect(Object.keys(marks).sort()).toEqual(Object.keys(places).sort());
        return Math.max(
          ...Object.entries(places).map(([id, place]) => {
            const [x, y] = marks[id] ?? [Number.NaN, Number.NaN];
            const goal = pixelOf(place);
            return Math.hypot(x - goal.x, y - goal.y);
          }),
        );
      }, patiently)
      .toBeLessThan(nearPx);
    await pilot.page.keyboard.press("k");
    await pilot.page.locator(".panel-camera").waitFor();
  };

  /** The picture is the newest one that was recorded before the instant, and as it was on the other screen then. */
  const holdPicture = async (
    positionMs: number,
    feeds: Awaited<ReturnType<ArchiveClient["details"]>>["feeds"],
  ): Promise<boolean> => {
    const feed = feeds.find(({ vehicleId }) => vehicleId === "1");
    if (feed === undefined) throw new Error("D1's pictures are not recorded.");
    if (positionMs < feed.fromMs) return false;
    const bytes = await archive.bytes(`/now/feeds/${feed.id}/pieces?from=${positionMs - 3_000}&to=${positionMs}`);
    const piece = picturesIn(readPieces(new Uint8Array(bytes))).findLast(({ captureMs }) => captureMs <= positionMs);
    if (piece === undefined) throw new Error(`No picture was recorded in the 3 s before ${positionMs} ms.`);
    const { archiveClockMs } = await heardBy(pilot.page);
    const capturedMs = piece.captureMs + archiveClockMs - positionMs;
    // The screen's own clock of then may be so far beside, that late words of it don't move pictures.
    await expect
      .poll(
        async () => Math.abs(((await shownOn(pilot.page)).picture?.captureMs ?? Number.NaN) - capturedMs),
        patiently,
      )
      .toBeLessThan(510);
    const live = samples.find(({ picture }) => picture !== undefined && Math.abs(picture.captureMs - capturedMs) < 2);
    if (live?.picture === undefined) return false;
    const { greys } = live.picture;
    // The same picture, grey by grey; the one before or after it moved on.
    await expect
      .poll(async () => {
        const shown = (await shownOn(pilot.page)).picture?.greys ?? [];
        return Math.max(...greys.map((grey, n) => Math.abs(grey - (shown[n] ?? Number.NaN))));
      }, patiently)
      .toBeLessThan(8);
    return true;
  };

  it("shows at every instant what was shown then, dragged by mouse and by finger, forwards and backwards", async () => {
    const shots: Awaited<ReturnType<typeof holdAgainstThen>>[] = [];
    const { timeline, feeds } = await archive.details("now");
    // From when its camera sent something.
    const fromMs = (feeds.find(({ vehicleId }) => vehicleId === "1")?.fromMs ?? Number.NaN) + 2_000;
    const spanMs = timeline.durationMs - fromMs;

    await pilot.dragStripBack(60_000, "mouse");
    await pilot.tab("incident", "Orders");
    shots.push(await holdAgainstThen());
    const goals: readonly [readonly number[], Hand][] = [
      [[0.2], "mouse"],
      [[0.45], "finger"],
      [[0.9], "mouse"],
      [[0.3], "finger"],
      [[0.95, 0.05, 0.8, 0.1, 0.6], "mouse"],
      [[0.15, 0.9, 0.25, 0.75], "finger"],
      [[0.55], "finger"],
    ];
    for (const [through, hand] of goals) {
      await pilot.dragThrough(
        through.map((share) => fromMs + share * spanMs),
        hand,
      );
      shots.push(await holdAgainstThen());
    }

    // They are not all the same: modes, sources, orders, pictures.
    const different = <T>(of: (facts: ShownFacts) => T) =>
      new Set(shots.map(({ facts }) => JSON.stringify(of(facts)))).size;
    expect(shots.length).toBe(8);
    expect(different(({ fleet }) => fleet)).toBeGreaterThan(3);
    expect(different(({ heat }) => heat)).toBeGreaterThan(1);
    expect(different(({ orders }) => orders)).toBeGreaterThan(1);
    expect(different(({ pos }) => pos)).toBeGreaterThan(2);
    expect(different(({ picture }) => picture?.captureMs)).toBe(shots.length);
    expect(different(({ fleet }) => fleet.find((row) => row.startsWith("D2 "))?.split(" ")[1])).toBeGreaterThan(1);
    expect(shots.some(({ pictureShared }) => pictureShared)).toBe(true);
  }, 300_000);

  it("asks for the probability map that was valid then", async () => {
    const { durationMs } = (await archive.details("now")).timeline;

    await pilot.dragThrough([durationMs * 0.35], "mouse");
    const { positionMs = Number.NaN } = await heardBy(pilot.page);
    const { version } = (await player.seek(positionMs)).station.search ?? {};

    // It may be the one that was shown before the drag, and is not asked for again then.
    await expect.poll(() => [...mapVersions], patiently).toContain(version);
    expect((await state()).station.search?.version).toBeGreaterThan(version ?? Number.POSITIVE_INFINITY);
  });

  it("lets nobody command the past, neither by a button nor by a key nor by an address of it", async () => {
    const { page } = pilot;
    const { durationMs } = (await archive.details("now")).timeline;
    await pilot.dragThrough([durationMs * 0.97], "mouse");
    await page.locator(".heat-list .heat-card").first().click();
    await page.locator(".heat-card.selected").waitFor();

    expect(await page.getByRole("button", { name: /^(Confirm|Dismiss) heat source/ }).count()).toBe(0);
    await page.locator(".past-word").click();
    const decided = async () => Object.values((await state()).heat).map(({ id, decision }) => [id, decision.state]);
    const before = await decided();
    for (const key of ["x", "y", "u"]) await page.keyboard.press(key);
    const answer = await page.evaluate(async () => {
      const body = JSON.stringify({ kind: "vehicle.do", vehicleId: "1", action: { kind: "land" } });
      const headers = { "content-type": "application/json" };
      return (await fetch("/api/archive/now/requests", { method: "POST", headers, body })).status;
    });

    expect(answer).toBe(404);
    const known = new Map((await decided()).map(([id, how]) => [id, how]));
    expect(before.map(([id]) => [id, known.get(id)])).toEqual(before);
    expect((await state()).vehicles["1"]?.mode?.name).toBe("AUTO");
  });

  it("keeps a note at the instant", async () => {
    const { page } = pilot;
    await page.locator(".past-word").click();
    await page.keyboard.press("Shift+N");
    await page.getByRole("textbox", { name: "Note" }).fill("Ask the patrol");
    await page.keyboard.press("Enter");

    await expect
      .poll(async () => (await archive.details("now")).notes.map(({ text }) => text), patiently)
      .toEqual(["Ask the patrol"]);
    const [note] = (await archive.details("now")).notes;
    expect(Math.abs((note?.positionMs ?? 0) - ((await heardBy(page)).positionMs ?? Number.NaN))).toBeLessThan(1_500);
  });

  it("is back at now by one key: at once, with nothing missed, and obeyed again", async () => {
    const { page } = pilot;
    const past = placesOf(await player.seek((await heardBy(page)).positionMs ?? 0));
    await page.locator(".past-word").click();

    await page.keyboard.press("End");

    // Within the next two frames: the live stores were fed all the time.
    const live = await page.evaluate(
      () =>
        new Promise<{ past: boolean; rows: number; marks: number }>((resolve) => {
          const look = (frames: number): void => {
            const past = document.querySelector(".past-stripe") !== null;
            const rows = document.querySelectorAll(".fleet-row").length;
            const marks = document.querySelectorAll(".leaflet-container [data-vehicle-id]").length;
            if ((!past && rows === 3 && marks === 3) || frames > 120) resolve({ past, rows, marks });
            else requestAnimationFrame(() => look(frames + 1));
          };
          look(0);
        }),
    );
    expect(live).toEqual({ past: false, rows: 3, marks: 3 });
    await pilot.tab("incident", "Orders");
    const there: ShownFacts[] = [];
    await expect
      .poll(async () => {
        there.push(await shownOn(witness.page));
        return unlike(await shownOn(page), there.slice(-10));
      }, patiently)
      .toEqual([]);
    const { position } = (await state()).vehicles["1"] ?? {};
    const was = past["1"];
    if (position === undefined || was === undefined) throw new Error("Nobody knows where D1 is or was.");
    expect(distanceM(position, was)).toBeGreaterThan(5);
    const { eventNumbers } = await heardBy(page);
    expect(eventNumbers.length).toBeGreaterThan(3);
    expect(eventNumbers).toEqual(eventNumbers.map((_, i) => (eventNumbers[0] ?? 0) + i));
    await expect
      .poll(async () => {
        const [here, there] = await Promise.all([heardBy(page), heardBy(witness.page)]);
        return (here.eventNumbers.at(-1) ?? 0) - (there.eventNumbers.at(-1) ?? 0);
      }, patiently)
      .toBe(0);

    await pressUntil(judge("Dismiss"), async () => (await decisions()).includes("dismissed"));
  });

  it("left the other page at now all the time", async () => {
    samples = await samplesOf(witness.page);
    const clocks = samples.map(({ clockMs }) => clockMs).filter(Number.isFinite);

    expect(clocks.length).toBeGreaterThan(100);
    expect(clocks.every((clockMs, i) => i === 0 || clockMs >= (clocks[i - 1] ?? 0))).toBe(true);
    const { nowMs } = (await state()).clock;
    await expect.poll(async () => (await heardBy(witness.page)).liveClockMs, patiently).toBeGreaterThan(nowMs);
    expect((await heardBy(witness.page)).snapshots).toBe(0);
    expect([...pilot.complaints, ...witness.complaints]).toEqual([]);
  });
});

const pick = (fields: unknown, names: readonly string[]): Record<string, unknown> =>
  typeof fields !== "object" || fields === null
    ? {}
    : Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
