import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { strFromU8, unzipSync } from "fflate";
import type { Browser, Page } from "playwright";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inverseGeodesic } from "../../shared/geo/geodesic.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { HeatSource } from "../../shared/heat/heat-source.ts";
import type { FeedView } from "../../shared/wire/feeds.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { CameraVehicle } from "../support/camera-vehicle.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import {
  circling,
  drawnPeople,
  type Film,
  filmCameraOf,
  filmOf,
  hitUavPeople,
  type PhotographedPeople,
} from "../support/filmed-people.ts";
import { freeUdpPort } from "../support/free-udp-port.ts";
import { groundAt } from "../support/photographed-ground.ts";
import { RtspServer } from "../support/rtsp-server.ts";
import { type RunningStation, runStation } from "../support/running-station.ts";
import { noSharedData, sharedData } from "../support/shared-data.ts";
import { hasFfmpeg, noFfmpeg, sendVideo } from "../support/video-sender.ts";

const pictures = fileURLToPath(new URL("../../.cache/screenshots/", import.meta.url));
const noTools = chromiumPath() === undefined ? noChromium : hasFfmpeg ? undefined : noFfmpeg;
const noData = noTools ?? (sharedData("hit-uav/annotations/val.json") === undefined ? noSharedData : undefined);

interface Case {
  readonly what: string;
  readonly name: string;
  readonly by: "rtp" | "rtsp";
  readonly people: () => Promise<PhotographedPeople>;
  readonly missing: string | undefined;
}

/** Its pictures are not ours to publish: screenshots of the first two stay out of the repository. */
const cases: readonly Case[] = [
  {
    what: "HIT-UAV, 60 m, 70 deg, by RTP",
    name: "rtp",
    by: "rtp",
    people: () => hitUavPeople("1_60_70_0_00606.jpg"),
    missing: noData,
  },
  {
    what: "HIT-UAV, 60 m, 60 deg, by RTSP",
    name: "rtsp",
    by: "rtsp",
    people: () => hitUavPeople("1_60_60_0_00524.jpg"),
    missing: noData,
  },
  {
    what: "drawn people, 60 m, by RTP",
    name: "drawn",
    by: "rtp",
    people: async () => drawnPeople(),
    missing: noTools,
  },
];

/** Ours, the encoder, the decoder, the network and the browser share two cores here. */
const framesPerS = 5;
const patienceMs = 120_000;
const patiently = { timeout: patienceMs, interval: 250 };
const place: LatLon = { latDeg: 30.87, lonDeg: 120.43 };
const operator = "Ann";

/** From the place of the flight, m. */
const metresTo = (to: LatLon) => {
  const { distanceM, azimuthRad } = inverseGeodesic(place, to);
  return { northM: distanceM * Math.cos(azimuthRad), eastM: distanceM * Math.sin(azimuthRad) };
};

/** How far in sigmas, squared, somebody is from where a source is said to be; beyond 5.99 they are outside its 95 % ellipse. */
const errorOf = (source: HeatSource, person: { readonly northM: number; readonly eastM: number }) => {
  if (!source.location.located) return { distanceM: Number.POSITIVE_INFINITY, chi2: Number.POSITIVE_INFINITY };
  const at = metresTo(source.location.position);
  const [north, east] = [person.northM - at.northM, person.eastM - at.eastM];
  const { nn, ne, ee } = source.location.covariance;
  const chi2 = (ee * north * north - 2 * ne * north * east + nn * east * east) / (nn * ee - ne * ne);
  return { distanceM: Math.hypot(north, east), chi2 };
};
const chi2At95 = 5.991;

/** A camera that can be switched off and on again at the same address. */
const cameraOf = async (by: Case["by"], film: Film, size: readonly [number, number]) => {
  // A server takes any port that is free, and the same one again.
  let port = by === "rtp" ? await freeUdpPort() : 0;
  const options = { pictures: film.pictures, framesPerS, size };
  let close = async (): Promise<void> => {};
  const on = async (): Promise<void> => {
    if (by === "rtp") {
      const sender = sendVideo({ ...options, to: `rtp://127.0.0.1:${port}` });
      close = () => sender.close();
      return;
    }
    const server = await new RtspServer({ ...options, port, path: "/thermal" }).open();
    port = server.port;
    close = () => server.close();
  };
  const off = async (): Promise<void> => {
    await close();
    close = async () => {};
  };
  const announced = () =>
    by === "rtp" ? { type: 1, uri: String(port) } : { type: 0, uri: `rtsp://127.0.0.1:${port}/thermal` };
  return { on, off, announced };
};

describe.each(cases)("a drone's thermal camera in H.264 ($what)", ({ name, by, people, missing }) => {
  const title = `seen through a whole station${missing ? ` (${missing})` : ""}`;
  describe.skipIf(missing !== undefined)(title, { timeout: 3 * patienceMs }, () => {
    const recordFolder = mkdtempSync(join(tmpdir(), "lantern-eyes-"));
    const deliveries: string[] = [];
    const complaints: string[] = [];
    let scene: PhotographedPeople;
    let film: Film;
    let camera: Awaited<ReturnType<typeof cameraOf>>;
    let station: RunningStation;
    let vehicle: CameraVehicle;
    let browser: Browser;
    let page: Page;
    let linkArgs: readonly string[];
    let chosen: HeatSource;

    const json = async <T>(path: string): Promise<T> => (await station.get(path)).json() as Promise<T>;
    const state = () => json<StateSnapshot>("/api/state");
    const feed = async (): Promise<FeedView | undefined> => Object.values((await state()).feeds)[0];
    const sources = async () => Object.values((await state()).heat);
    const until = <T>(look: () => Promise<T>) => expect.poll(look, patiently);
    /** The likeliest source for each person, undefined where nobody was found within 3 m. */
    const found = async (): Promise<(HeatSource | undefined)[]> => {
      const all = await sources();
      return scene.people.map((person) => {
        const near = all.filter((source) => errorOf(source, person).distanceM < 3);
        return near.toSorted((a, b) => errorOf(a, person).distanceM - errorOf(b, person).distanceM)[0];
      });
    };
    const tile = () => page.locator(".panel-camera .feed-tile").first();
    const shownMs = () =>
      tile()
        .locator("canvas")
        .evaluate((canvas) => (canvas instanceof HTMLElement ? Number(canvas.dataset.captureMs ?? 0) : 0));
    const markOf = (id: string) => page.locator(`.leaflet-container .heat-mark[data-heat-id="${id}"]`);
    const middleOf = async (id: string) => {
      const { x = 0, y = 0, width = 0, height = 0 } = (await markOf(id).boundingBox()) ?? {};
      return { eastPx: x + width / 2, southPx: y + height / 2 };
    };
    /** Degrees between the way from one mark to another on the map, which has north above, and the way on the ground. */
    const mapErrorDeg = async (from: HeatSource, to: HeatSource) => {
      if (!from.location.located || !to.location.located) return Number.NaN;
      const [start, end] = [await middleOf(from.id), await middleOf(to.id)];
      const drawnDeg = (Math.atan2(end.eastPx - start.eastPx, start.southPx - end.southPx) * 180) / Math.PI;
      const { azimuthRad } = inverseGeodesic(from.location.position, to.location.position);
      return Math.abs(((drawnDeg - (azimuthRad * 180) / Math.PI + 540) % 360) - 180);
    };
    const boxOf = (number: number) => tile().getByRole("button", { name: new RegExp(`^Heat source ${number}:`) });
    const picture = (step: string) => page.screenshot({ path: `${pictures}eyes-${name}-${step}.png` });

    const openPage = async (): Promise<Page> => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
      await context.addInitScript((operatorName) => {
        localStorage.setItem("lantern.settings", JSON.stringify({ operatorName }));
      }, operator);
      const opened = await context.newPage();
      opened.setDefaultTimeout(patienceMs);
      opened.on("pageerror", (error) => complaints.push(error.message));
      opened.on("websocket", (socket) => {
        if (!/\/api\/feeds\/.*\/video/.test(socket.url())) return;
        socket.on("framereceived", ({ payload }) => {
          const delivery = /"type":"config","delivery":"(\w+)"/.exec(String(payload))?.[1];
          if (delivery !== undefined) deliveries.push(delivery);
        });
      });
      await opened.goto(station.url);
      await opened.locator(".fleet-row").first().waitFor();
      return opened;
    };

    beforeAll(async () => {
      mkdirSync(pictures, { recursive: true });
      const port = await freeUdpPort();
      linkArgs = ["--link", `udpin:127.0.0.1:${port}`];
      scene = await people();
      const filmCamera = filmCameraOf(scene);
      const flight = circling(scene);
      film = filmOf(scene, { flight, camera: filmCamera, framesPerS });
      camera = await cameraOf(by, film, [filmCamera.widthPx, filmCamera.heightPx]);
      station = await runStation({ args: linkArgs, recordFolder });
      const { heightM, pitchRad } = scene.from;
      vehicle = new CameraVehicle({ ...place, systemId: 1, port, heightM, cameraPitchRad: pitchRad, flight });
      await camera.on();
      browser = await launchChromium();
      page = await openPage();
    }, 2 * patienceMs);

    afterAll(async () => {
      if (page) await picture("end").catch(() => undefined);
      await browser?.close();
      vehicle?.close();
      await camera?.off();
      await station?.stop();
      rmSync(recordFolder, { recursive: true, force: true });
    });

    it("is opened on what the vehicle says of it, and searched by the network", async () => {
      const { widthPx, heightPx, hfovDeg } = filmCameraOf(scene);
      const size = { resolutionH: widthPx, resolutionV: heightPx, hfov: hfovDeg };
      await until(async () => (await state()).vehicles["1"]?.position).toBeDefined();

      vehicle.announce(0, { ...camera.announced(), ...size, framerate: framesPerS });

      await until(async () => (await feed())?.state).toBe("streaming");
      await until(async () => (await feed())?.search.framesPerS ?? 0).toBeGreaterThan(0.5);

      expect(await feed()).toMatchObject({
        ...{ vehicleId: "1", origin: "vehicle", spectrum: "thermal" },
        picture: { codec: "h264", radiometric: false },
        hfov: { from: "camera" },
        search: { by: "network" },
      });
    });

    it("has everybody on the map, within three metres and the 95 % ellipse of where they stand", async () => {
      const likely = async () => (await found()).map((source) => (source?.personProbability ?? 0) > 0.6);
      await until(likely).toEqual(scene.people.map(() => true));

      const all = await found();
      for (const [index, person] of scene.people.entries()) {
        const source = all[index];
        if (source === undefined) throw new Error("Somebody was lost again.");
        const { distanceM, chi2 } = errorOf(source, person);
        expect(distanceM).toBeLessThan(3);
        expect(chi2).toBeLessThan(chi2At95);
        expect(source.location).toMatchObject({ located: true, ground: "flat" });
      }
      expect(new Set(all.map((source) => source?.id)).size).toBe(scene.people.length);
    });

    it("lists and draws them in a browser, likeliest first, where they are on the ground", async () => {
      const all = (await found()).filter((source) => source !== undefined);
      for (const { number } of all)
        await page.getByRole("button", { name: `Show heat source ${number} on the map`, exact: true }).waitFor();

      await page.getByRole("button", { name: `Show heat source ${all[0]?.number} on the map`, exact: true }).click();
      // From afar they are one mark with a number of others.
      const apart = async () => (await Promise.all(all.map(({ id }) => markOf(id).isVisible()))).every(Boolean);
      for (let steps = 0; steps < 5 && !(await apart()); steps++)
        await page.getByRole("button", { name: "Zoom in" }).click();

      for (const { id } of all) await markOf(id).waitFor();
      const [one, other] = [all[0], all.at(-1)];
      if (one === undefined || other === undefined) throw new Error("Nobody is on the map.");
      await expect.poll(() => mapErrorDeg(one, other), patiently).toBeLessThan(5);
      await picture("map");
    });

    it("shows its picture at K, with a box that knows its source on everybody who is in it", async () => {
      await page.keyboard.press("1");
      await page.keyboard.press("k");

      await expect.poll(shownMs, patiently).toBeGreaterThan(0);
      const before = await shownMs();
      await expect.poll(shownMs, patiently).toBeGreaterThan(before + 500);
      expect(deliveries).toContain("h264");
      for (const source of await found()) if (source !== undefined) await boxOf(source.number).waitFor();
      await picture("panel");
    });

    it("is told by a person that somebody is there: pressed in the picture, confirmed beside it", async () => {
      const all = await found();
      // Who is nearest to the picture's middle stays in it.
      const middle = groundAt(scene.from, scene.from.widthPx / 2, scene.from.heightPx / 2);
      const away = ({ northM, eastM }: typeof middle) => Math.hypot(northM - middle.northM, eastM - middle.eastM);
      const [, source] =
        scene.people.map((person, index) => [away(person), all[index]] as const).toSorted(([a], [b]) => a - b)[0] ?? [];
      if (source === undefined) throw new Error("Nobody is in the middle of the picture.");
      chosen = source;
      const { number } = chosen;

      await boxOf(number).dispatchEvent("click");
      await page
        .locator(".panel-camera")
        .getByRole("button", { name: `Confirm heat source ${number}`, exact: true })
        .click();

      await until(async () => (await state()).heat[chosen.id]?.decision).toMatchObject({
        state: "confirmed",
        by: operator,
      });
      await page.locator(`.heat-mark[data-heat-id="${chosen.id}"][data-state="confirmed"]`).waitFor();
      await tile()
        .getByRole("button", { name: new RegExp(`^Heat source ${number}: confirmed`) })
        .waitFor();
      await picture("confirmed");
    });

    it("keeps the picture as an example whose box is on the person", async () => {
      await until(async () => (await json<unknown[]>("/api/examples")).length).toBe(1);
      const zip = unzipSync(new Uint8Array(await (await station.get("/api/examples.zip")).arrayBuffer()));
      const coco = JSON.parse(strFromU8(zip["annotations.json"] ?? new Uint8Array())) as {
        readonly images: readonly { readonly id: number; readonly file_name: string }[];
        readonly annotations: readonly {
          readonly image_id: number;
          readonly category_id: number;
          readonly label: string;
          readonly bbox: readonly [number, number, number, number];
        }[];
      };
      const [image, annotation] = [coco.images[0], coco.annotations[0]];
      expect(annotation).toMatchObject({ image_id: image?.id, category_id: 1, label: "person", heat: chosen.id });

      const [x, y, width, height] = (annotation?.bbox ?? [0, 0, 0, 0]).map(Math.round) as [
        number,
        number,
        number,
        number,
      ];
      const png = sharp(zip[image?.file_name ?? ""]).greyscale();
      const whole = await png.clone().stats();
      const box = await sharp(await png.extract({ left: x, top: y, width, height }).png().toBuffer()).stats();
      const [scenery, body] = [whole.channels[0], box.channels[0]];
      expect((body?.max ?? 0) - (scenery?.mean ?? 0)).toBeGreaterThan(3 * (scenery?.stdev ?? 0));
    });

    it("is said to be frozen while it sends the same picture, and not for longer", async () => {
      film.frozen = true;
      await tile().getByText("Frozen: the same picture").waitFor();
      await picture("frozen");

      film.frozen = false;

      await tile().getByText("Frozen: the same picture").waitFor({ state: "detached" });
    });

    it("says what is wrong when it falls silent, and shows its picture by itself when it is back", async () => {
      await camera.off();
      await tile().getByRole("alert").waitFor();
      await picture("silent");
      const at = (await state()).vehicles["1"]?.position;
      await until(async () => (await state()).vehicles["1"]?.position).not.toEqual(at);

      const before = await shownMs();
      await camera.on();

      await tile().getByRole("alert").waitFor({ state: "detached", timeout: patienceMs });
      await expect.poll(shownMs, patiently).toBeGreaterThan(before + 500);
      await boxOf(chosen.number).waitFor();
      expect((await state()).heat[chosen.id]?.decision.state).toBe("confirmed");
    });

    it("leaves what was confirmed in the record, for the start after the station was killed", async () => {
      await station.stop("SIGKILL");
      station = await runStation({ args: linkArgs, recordFolder });
      expect((await state()).heat[chosen.id]).toMatchObject({
        number: chosen.number,
        decision: { state: "confirmed", by: operator },
      });
      expect(await json("/api/examples")).toMatchObject([{ label: "person", by: operator }]);

      page = await openPage();
      await page.getByText(`Confirmed by ${operator}`, { exact: false }).first().waitFor();
      await page.locator(`.heat-mark[data-heat-id="${chosen.id}"][data-state="confirmed"]`).waitFor();
      await picture("restarted");
      expect(complaints).toEqual([]);
    });
  });
});
