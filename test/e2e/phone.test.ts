import { mkdtempSync, rmSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { networkAddresses } from "../../electron/station/own-hosts.ts";
import type { Thing } from "../../shared/incident/thing.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { type FieldStation, fieldStation, type Linked, searchPlace } from "../support/field-station.ts";
import { Phone } from "../support/phone.ts";

const minuteMs = 60_000;
/** However busy the machine is. */
const eventually = <T>(look: () => T) => expect.poll(look, { interval: 100 });

describe.skipIf(chromiumPath() === undefined)(`the phone page (else: ${noChromium})`, () => {
  let browser: Browser;
  let station: FieldStation;
  let linked: Linked;
  const phones: Phone[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    station = await fieldStation();
    linked = await station.invite({ role: "searcher", personId: "p-1", teamId: "team-1" });
  });
  afterEach(async () => {
    for (const phone of phones.splice(0)) await phone.close();
    await station.close();
  });

  const open = async (options: Partial<Parameters<typeof Phone.open>[0]> = {}) => {
    const phone = await Phone.open({ browser, linked, place: searchPlace, ...options });
    phones.push(phone);
    await phone.page.locator("button").first().waitFor();
    return phone;
  };
  const things = () => Object.values(station.live.station.snapshot().things);
  const jobSteps = () =>
    things().flatMap((thing) => (thing.kind === "assignment" && thing.id === "job-team-1" ? thing.steps : []));
  const messagesBy = (name: string) =>
    things()
      .filter((thing): thing is Thing<"message"> => thing.kind === "message" && thing.createdBy.name === name)
      .sort((a, b) => a.createdUtcMs - b.createdUtcMs);
  const write = async (phone: Phone, text: string) => {
    await phone.page.getByRole("textbox", { name: "Write to the incident post" }).fill(text);
    await phone.tap("Send");
  };

  it("takes a job from accepted to done, and shows where the phone walks", async () => {
    const phone = await open();

    await phone.tap("Accept");
    await phone.tap("On the way");
    await phone.tap("Share where I am");
    await eventually(() => station.live.station.snapshot().whereabouts["person/p-1"]).toMatchObject(searchPlace);
    await phone.letPass(minuteMs);
    await phone.walkTo({ latDeg: 30.871, lonDeg: 120.434 });
    await eventually(() => station.live.station.snapshot().whereabouts["person/p-1"]?.latDeg).toBe(30.871);
    await phone.tap("On scene");
    await phone.tap("Done");

    await eventually(() => jobSteps().map(({ step }) => step)).toEqual(["accepted", "on-the-way", "on-scene", "done"]);
    expect(jobSteps().every(({ by }) => by.name === "Wang Qiang" && by.role === "searcher")).toBe(true);
    expect(station.live.station.snapshot().whereabouts["team/team-1"]?.source).toBe("phone");
    expect(phone.complaints).toEqual([]);
  });

  it("fits gloves: every control is 56 px high, in both languages", async () => {
    for (const language of ["en-GB", "zh-CN"] as const) {
      const phone = await Phone.open({ browser, linked, language, place: searchPlace });
      phones.push(phone);
      await phone.page.locator("[data-job]").first().waitFor();
      for (const tab of [0, 1, 2, 3]) {
        await phone.page.locator("nav .tab").nth(tab).tap();
        const small = await phone.page.evaluate(
          () =>
            [...document.querySelectorAll("button, textarea, a")]
              .filter((element) => element.checkVisibility() && !element.closest(".leaflet-container"))
              .map((element) => element.getBoundingClientRect())
              .filter(({ height, left, right }) => height < 56 || left < 0 || right > innerWidth).length,
        );
        expect(small, `${language} ${tab}`).toBe(0);
        expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
        await phone.picture(`${language}-${tab}`);
      }
      expect(phone.complaints).toEqual([]);
    }
  });

  it("shows the job's segment, clues and team mates on a map that needs no internet", async () => {
    const mate = await station.invite({ role: "searcher", personId: "p-2", teamId: "team-1", name: "Li Na" });
    const position = {
      kind: "position",
      id: "mate-0001",
      happenedAtPhoneMs: 1,
      place: { latDeg: 30.8705, lonDeg: 120.434 },
    };
    await mate.fetch("/api/field/outbox", { sentAtPhoneMs: 1, items: [position] });
    const phone = await open();

    await phone.tab("Map");

    await phone.page.locator("path.segment").first().waitFor();
    await phone.text("AA").waitFor();
    await phone.text("Li Na").waitFor();
    await expect.poll(() => phone.page.locator("path.clue").count()).toBe(1);
  });

  it("begins its map with the job and with where the searcher is, however far that is", async () => {
    const phone = await open({ place: { latDeg: searchPlace.latDeg + 0.02, lonDeg: searchPlace.lonDeg } });
    await phone.tap("Share where I am");
    await phone.text("Your position is shared.").waitFor();

    await phone.tab("Map");

    const frame = phone.page.locator(".map-frame");
    for (const mark of ["path.own-place", "path.segment"]) {
      await phone.page.locator(mark).first().waitFor();
      await eventually(async () => {
        const [inner, outer] = await Promise.all([phone.page.locator(mark).first().boundingBox(), frame.boundingBox()]);
        if (inner === null || outer === null) return mark;
        return inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height;
      }).toBe(true);
    }
  });

  it("reports a clue with a photo that it made small, at a place chosen on the map", async () => {
    const photo = await sharp({ create: { width: 4_000, height: 3_000, channels: 3, background: "#385" } })
      .jpeg()
      .toBuffer();
    const phone = await open();

    await phone.tab("Map");
    await phone.page.locator("path.segment").first().waitFor();
    await phone.tap("Mark a clue");
    await phone.tap("Track");
    await phone.page.getByRole("textbox", { name: "What is it?" }).fill("Footprints to the north");
    await phone.page
      .locator('input[type="file"]')
      .setInputFiles({ name: "print.jpg", mimeType: "image/jpeg", buffer: photo });
    await phone.text("1 photos").waitFor();
    await phone.tap("Choose on the map");
    await phone.picture("clue-cross");
    await phone.tap("This place");
    await phone.tap("Report it");

    const clue = () =>
      things().find((thing): thing is Thing<"clue"> => thing.kind === "clue" && thing.fields.nature === "track");
    await eventually(() => clue()?.fields.text).toBe("Footprints to the north");
    const place = clue()?.fields.place;
    expect(Math.abs((place?.latDeg ?? 0) - 30.871)).toBeLessThan(0.0015);
    expect(Math.abs((place?.lonDeg ?? 0) - 120.434)).toBeLessThan(0.0015);
    const [fileId = ""] = clue()?.fields.photos ?? [];
    const fetchPhoto = () => fetch(`${station.live.origin}/api/files/${fileId}`, { headers: station.live.headers });
    await expect.poll(async () => (await fetchPhoto()).status).toBe(200);
    const kept = await sharp(Buffer.from(await (await fetchPhoto()).arrayBuffer())).metadata();
    expect([kept.width, kept.height]).toEqual([1_600, 1_200]);
    expect(phone.complaints).toEqual([]);
  });

  it("goes on through minutes without network, and then all arrives once, in order, at its time", async () => {
    const phone = await open();
    await phone.context.setOffline(true);
    const goneMs = Date.now();

    await phone.tap("Accept");
    await phone.letPass(3 * minuteMs);
    await phone.tap("On the way");
    const tookMs = Date.now() - goneMs;
    await phone.letPass(4 * minuteMs);
    await phone.tab("Messages");
    await write(phone, "One");
    await phone.letPass(minuteMs);
    await write(phone, "Two");
    await phone.text(/No network\. What you see is \d/).waitFor();
    await phone.text("4 waiting to be sent").waitFor();
    await phone.picture("offline");
    await phone.letPass(2 * minuteMs);
    await phone.context.setOffline(false);

    await eventually(() => messagesBy("Wang Qiang").map(({ fields }) => fields.text)).toEqual(["One", "Two"]);
    await phone.text("Connected").waitFor();
    expect(jobSteps().map(({ step }) => step)).toEqual(["accepted", "on-the-way"]);
    const backMs = Date.now();
    const [accepted, onTheWay] = jobSteps();
    // Ten minutes passed on the phone while a few seconds passed here: each stands as long before its arrival as the phone says.
    expect((accepted?.utcMs ?? 0) - (goneMs - 10 * minuteMs)).toBeLessThan(backMs - goneMs);
    expect(Math.abs((onTheWay?.utcMs ?? 0) - (accepted?.utcMs ?? 0) - 3 * minuteMs)).toBeLessThan(tookMs + 1_000);
    await eventually(() => phone.page.locator(".status .queued").count()).toBe(0);
  });

  it("keeps what waits when its battery ends, opens without network and sends it later", async () => {
    const phone = await open();
    await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await phone.context.setOffline(true);
    await phone.tap("Accept");
    await phone.tab("Messages");
    await write(phone, "Before the battery ended");
    await phone.text("2 waiting to be sent").waitFor();

    await phone.reopen();

    await phone.text("Accepted · not sent yet").waitFor();
    await phone.text("2 waiting to be sent").waitFor();
    await phone.tab("Map");
    await phone.page.locator("path.segment").first().waitFor();
    await phone.context.setOffline(false);
    await eventually(() => messagesBy("Wang Qiang").map(({ fields }) => fields.text)).toEqual([
      "Before the battery ended",
    ]);
    expect(jobSteps().map(({ step }) => step)).toEqual(["accepted"]);
  });

  it("whose clock is a day off writes the right times", async () => {
    const phone = await open({ clockErrorMs: 24 * 60 * minuteMs });

    await phone.tap("Accept");

    await eventually(() => jobSteps().length).toBe(1);
    expect(Math.abs((jobSteps()[0]?.utcMs ?? 0) - Date.now())).toBeLessThan(minuteMs);
  });

  it("calls for help when held for two seconds, before all else, and says who has heard it", async () => {
    const phone = await open();
    await phone.context.setOffline(true);
    await phone.tap("Accept");
    await phone.holdHelp(300);
    await phone.text("1 waiting to be sent").waitFor();
    await phone.holdHelp();
    await phone.text("Calling for help: not sent yet, trying again and again").waitFor();
    await phone.picture("help");
    await phone.context.setOffline(false);

    await phone.text(/The incident post has your call/).waitFor();
    await eventually(() => things().some((t) => t.kind === "message" && t.fields.nature === "help")).toBe(true);
    const call = things().find((thing) => thing.kind === "message" && thing.fields.nature === "help");
    expect(
      things()
        .find(({ id }) => id === "p-1")
        ?.steps.map(({ step }) => step),
    ).toContain("called-for-help");
    await station.live.request({
      kind: "incident.step",
      thing: "message",
      thingId: call?.id ?? "",
      step: "acknowledged",
      operator: { id: "post", name: "Ann at the post" },
    });
    await phone.text(/Ann at the post has heard you/).waitFor();
  });

  it("acknowledges an order, and shows how many are left", async () => {
    const phone = await open();

    await expect.poll(() => phone.page.locator(".count").textContent()).toBe("1");
    await phone.tab("Messages");
    await phone.tap("Understood");

    await eventually(() =>
      things()
        .find(({ id }) => id === "m-1")
        ?.steps.map(({ step, by }) => `${step} ${by.name}`),
    ).toEqual(["acknowledged Wang Qiang"]);
    await expect.poll(() => phone.page.locator(".count").count()).toBe(0);
  });

  it("of a witness is one button with its reason, and shows nothing of the search", async () => {
    const witness = await station.invite({ purpose: "locate", name: "Farmer Zhu" });
    const phone = await open({ linked: witness });

    await phone.text(/asks for the place of this phone/).waitFor();
    expect(await phone.page.locator("button").count()).toBe(1);
    await phone.picture("locate");
    await phone.tap("Share where I am");

    await eventually(() => station.live.station.snapshot().whereabouts[`invite/${witness.inviteId}`]).toMatchObject(
      searchPlace,
    );
    await phone.text(/The team has your position/).waitFor();
    expect(await phone.page.textContent("body")).not.toMatch(/Shen Amei|Linghu|Rain/);
  });

  it("says that its link was withdrawn, and keeps what it could not send", async () => {
    const phone = await open();
    await station.live.request({
      kind: "incident.put",
      thing: "invite",
      thingId: linked.inviteId,
      fields: { revoked: true },
    });

    await phone.tap("Accept");

    await phone.text(/This link is no longer valid\. .* 1 entries could not be sent/).waitFor();
    expect(jobSteps()).toEqual([]);
  });

  it("shares its place by the station's own certificate, and says why not by plain http, where a finger sets it", async () => {
    const address = networkAddresses(networkInterfaces())[0];
    const folder = mkdtempSync(join(tmpdir(), "lantern-https-"));
    const secured = await fieldStation({ host: "0.0.0.0", https: { port: 0, folder } });
    try {
      const invited = await secured.invite({ role: "searcher", personId: "p-1", teamId: "team-1" });
      expect(invited.url).toMatch(/^https:/);
      const whereabouts = () => secured.live.station.snapshot().whereabouts["person/p-1"];

      const phone = await open({ linked: invited });
      await phone.tap("Share where I am");
      await eventually(whereabouts).toMatchObject(searchPlace);

      // Without another network only 127.0.0.1 is left, which browsers take for safe.
      if (address === undefined) return;
      const { port } = new URL(secured.live.station.url);
      const plain = await open({ linked: { ...invited, url: `http://${address}:${port}/f/#${invited.token}` } });
      await plain.tap("Share where I am");
      await plain.text(/gives no position to pages without https/).waitFor();
      await plain.tap("Set my place");
      await plain.page.locator("path.segment").first().waitFor();
      await plain.tap("This place");
      await eventually(() => whereabouts()?.sigmaM).toBe(50);
      expect(Math.abs((whereabouts()?.latDeg ?? 0) - 30.871)).toBeLessThan(0.0015);
    } finally {
      await secured.close();
      rmSync(folder, { recursive: true });
    }
  });

  it("is small: less than 25 kB come before something is shown", async () => {
    const sizes = await Promise.all(
      ["/f/", ...((await (await fetch(`${station.live.origin}/f/`)).text()).match(/assets\/[\w.-]+/g) ?? [])].map(
        async (name) => {
          const path = name.startsWith("/") ? name : `/f/${name}`;
          const answer = await fetch(station.live.origin + path, {
            method: "GET",
            headers: { "accept-encoding": "gzip" },
          });
          expect(answer.status, path).toBe(200);
          return Number(answer.headers.get("content-length"));
        },
      ),
    );

    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.every((size) => size > 0)).toBe(true);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(25_000);
  });
});
