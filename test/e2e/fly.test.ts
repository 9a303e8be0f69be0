import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import type { OperationView } from "../../shared/wire/operations.ts";
import type { Request, RequestResult } from "../../shared/wire/requests.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { buildDog, buildHeat, buildSnapshot, buildVehicle, sceneNowMs } from "../support/build-views.ts";
import { chromiumPath } from "../support/chromium.ts";
import { fakeScreens } from "../support/fake-screens.ts";
import type { FakeStation, FakeStationOptions } from "../support/fake-station.ts";

const me = { id: "operator-me", name: "Operator oper" };
const wang = { id: "operator-wang", name: "Wang" };
const custody = (holder: typeof me, change: { askedBy?: (typeof me)[]; holderPresent?: boolean } = {}) => ({
  holder,
  sinceMs: sceneNowMs - 60_000,
  holderPresent: change.holderPresent ?? true,
  askedBy: change.askedBy ?? [],
});
const modes = ["STABILIZE", "AUTO", "GUIDED", "LOITER", "RTL", "LAND"];
const d1 = buildVehicle({ id: "1", modes });
const d2 = buildVehicle({ id: "2", modes, uid: "00112233445566778899aabb" });
const r1 = buildDog({ id: "3", modes: ["Hold", "Guided", "Auto"] });
const scene = (change: Partial<Record<"d1" | "d2" | "r1", object>> = {}): StateSnapshot =>
  buildSnapshot({
    vehicles: [
      { ...d1, ...change.d1 },
      { ...d2, ...change.d2 },
      { ...r1, ...change.r1 },
    ],
    heat: [buildHeat(1)],
  });

const operationOf = (request: Request, vehicleId: string, change: Partial<OperationView> = {}): OperationView => ({
  id: `op-${vehicleId}`,
  vehicleId,
  kind: request.kind === "vehicle.do" || request.kind === "vehicles.do" ? request.action.kind : "parameters-set",
  by: me,
  state: "running",
  startedMs: sceneNowMs,
  ...change,
});
/** Takes on whatever it is asked for. */
const taken = (request: Request): RequestResult => {
  if (request.kind === "vehicle.do") return { ok: true, operations: [operationOf(request, request.vehicleId)] };
  if (request.kind === "vehicles.do")
    return { ok: true, operations: request.vehicles.map(({ vehicleId }) => operationOf(request, vehicleId)) };
  return { ok: true };
};

/** What is let go of too early must be let go of within a second; a machine that stands still over it makes it longer. */
const mayBeTooLong = { retry: 2 };

describe.skipIf(chromiumPath() === undefined)("flying from the screen", () => {
  const openScreen = fakeScreens();

  const show = async (
    snapshot: StateSnapshot,
    options: Omit<FakeStationOptions, "snapshot"> & { readonly hash?: string; readonly touch?: boolean } = {},
  ) => {
    const screen = await openScreen({ snapshot, answer: taken, ...options }, { hasTouch: options.touch === true });
    await screen.context.addInitScript((id) => localStorage.setItem("lantern.operator", id), me.id);
    await screen.goto(options.hash);
    return screen;
  };
  const orders = (station: FakeStation) =>
    station.requests.filter(({ kind }) => kind === "vehicle.do" || kind === "vehicles.do");
  const bar = (page: Page, name: string) => page.getByRole("region", { name: `Actions of ${name}` });
  /** Until something was asked for: a busy computer draws few frames, and each counts for little. */
  const asked = async (station: FakeStation, before: number) => {
    await expect.poll(() => station.requests.length).toBeGreaterThan(before);
  };
  const pressMouse = async (page: Page, name: string | RegExp) => {
    // Once it stands still, is on, and nothing lies over it.
    await page.getByRole("button", { name }).hover();
    await page.mouse.down();
  };
  /** Until a press has begun to count: from there on it must last for most of a second. @param then what the window is told at once */
  const counts = (page: Page, then?: "blur") =>
    page.waitForFunction((event) => {
      const isCounted = [...document.querySelectorAll<HTMLElement>("button")].some(
        (button) => Number(button.style.getPropertyValue("--hold")) > 0.1,
      );
      if (isCounted && event !== undefined) window.dispatchEvent(new Event(event));
      return isCounted;
    }, then);
  const holdMouse = async (page: Page, station: FakeStation, name: string | RegExp) => {
    const before = station.requests.length;
    await pressMouse(page, name);
    await asked(station, before);
    await page.mouse.up();
  };
  const holdKey = async (page: Page, station: FakeStation, key: string) => {
    const before = station.requests.length;
    await page.keyboard.down(key);
    await asked(station, before);
    await page.keyboard.up(key);
  };

  it(
    "sends the selected vehicle home after a held second, by its unique id, in the operator's name, and not before",
    mayBeTooLong,
    async () => {
      const { page, station } = await show(scene());
      await page.keyboard.press("2");

      await pressMouse(page, /^D2: return home/);
      await counts(page);
      await page.mouse.up();
      await bar(page, "D2").getByText("Hold 1 s").waitFor();
      expect(orders(station)).toEqual([]);

      await holdMouse(page, station, /^D2: return home/);
      await expect
        .poll(() => orders(station))
        .toMatchObject([{ kind: "vehicle.do", vehicleId: "2", uid: d2.uid, operator: me, action: { kind: "return" } }]);
      expect(orders(station)).toHaveLength(1);
    },
  );

  it("shows what the vehicle says and nothing before: under way, then its refusal in its own words", async () => {
    const { page, station } = await show(scene());
    await page.keyboard.press("2");
    await holdMouse(page, station, /^D2: land where it is/);
    await bar(page, "D2").getByText("Under way").waitFor();
    expect(await bar(page, "D2").getByText("AUTO").count()).toBe(1);

    station.delta({
      operations: {
        "op-2": {
          id: "op-2",
          vehicleId: "2",
          kind: "land",
          by: me,
          state: "failed",
          startedMs: sceneNowMs,
          endedMs: sceneNowMs,
          fault: { code: "denied", params: {}, vehicleText: "Mode change failed" },
        },
      },
    });

    await bar(page, "D2").getByText("The vehicle denies it as it is now.").waitFor();
    await bar(page, "D2").getByText("Mode change failed").waitFor();
  });

  it(
    "works by keys from anywhere: B at once, R only when held, and never while somebody types",
    mayBeTooLong,
    async () => {
      const { page, station } = await show(scene());
      await page.keyboard.press("1");

      await page.keyboard.press("b");
      await expect.poll(() => orders(station)).toMatchObject([{ vehicleId: "1", action: { kind: "hold" } }]);

      await page.keyboard.press("r");
      await page.keyboard.down("d");
      await counts(page);
      await page.keyboard.up("d");
      expect(orders(station)).toHaveLength(1);

      await page.getByRole("button", { name: "Rename D1" }).click();
      await page.getByRole("textbox", { name: "New name" }).focus();
      await page.keyboard.down("r");
      await page.waitForTimeout(1_400);
      await page.keyboard.up("r");
      expect(orders(station)).toHaveLength(1);

      // Beside everything that does something: the name is hidden on narrow screens.
      await page.locator(".top-bar").click({ position: { x: 24, y: 26 } });
      await holdKey(page, station, "r");
      await expect.poll(() => orders(station).slice(1)).toMatchObject([{ vehicleId: "1", action: { kind: "return" } }]);
    },
  );

  it("never carries a press from one vehicle to the next", mayBeTooLong, async () => {
    const { page, station } = await show(scene());
    await page.keyboard.press("1");

    await page.keyboard.down("r");
    await counts(page);
    await page.keyboard.press("2");
    await page.waitForTimeout(1_300);
    await page.keyboard.up("r");

    expect(orders(station)).toEqual([]);
  });

  it("lets go of a press when the page loses the focus", async () => {
    const { page, station } = await show(scene());
    await page.keyboard.press("1");

    await page.keyboard.down("d");
    await counts(page, "blur");
    await page.waitForTimeout(1_200);
    await page.keyboard.up("d");

    expect(orders(station)).toEqual([]);
  });

  it("works by touch: a finger that rests for a second, not one that slips off", mayBeTooLong, async () => {
    const { page, station } = await show(scene(), { touch: true });
    await page.keyboard.press("1");
    const land = page.getByRole("button", { name: /^D1: land where it is/ });
    await land.click({ trial: true });
    const box = await land.boundingBox();
    if (box === null) throw new Error("There is no button to land.");
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const session = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: (typeof at)[]) =>
      session.send("Input.dispatchTouchEvent", { type, touchPoints });

    await touch("touchStart", [at]);
    await counts(page);
    await touch("touchMove", [{ x: at.x, y: at.y - 160 }]);
    await page.waitForTimeout(1_200);
    await touch("touchEnd", []);
    expect(orders(station)).toEqual([]);

    await touch("touchStart", [at]);
    await asked(station, 0);
    await touch("touchEnd", []);
    await expect.poll(() => orders(station)).toMatchObject([{ vehicleId: "1", action: { kind: "land" } }]);
  });

  it("stops motors only in two steps: it opens, then it is slid to its end or held by key", async () => {
    const { page, station } = await show(scene({ d2: { custody: custody(wang) } }));
    await page.keyboard.press("2");

    await page.getByRole("button", { name: "Emergency stop of D2", exact: true }).click();
    await page.getByText("Motors off at once. In the air it falls.").waitFor();
    const thumb = page.getByRole("button", { name: /^Emergency stop of D2 Slide/ });
    await thumb.click({ trial: true });
    const box = await thumb.boundingBox();
    if (box === null) throw new Error("There is no slide.");
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + 20, y);
    await page.mouse.down();
    await page.mouse.move(box.x + 140, y, { steps: 6 });
    await page.mouse.up();
    await thumb.click();
    expect(orders(station)).toEqual([]);

    await page.mouse.move(box.x + 20, y);
    await page.mouse.down();
    await page.mouse.move(box.x + 300, y, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => orders(station)).toMatchObject([{ vehicleId: "2", action: { kind: "emergency-stop" } }]);

    await page.keyboard.press("1");
    await page.keyboard.press("Shift+S");
    await page.keyboard.press("Space");
    await page.waitForTimeout(300);
    expect(orders(station)).toHaveLength(1);
    await holdKey(page, station, "Space");
    await expect.poll(() => orders(station)[1]).toMatchObject({ vehicleId: "1", action: { kind: "emergency-stop" } });
  });

  it("says who holds a vehicle, keeps its controls off and asks for it", async () => {
    const { page, station } = await show(scene({ d1: { custody: custody(wang) } }));
    await page.keyboard.press("1");

    await bar(page, "D1").getByText("Held by Wang").waitFor();
    await page.keyboard.press("b");
    await bar(page, "D1").getByRole("button", { name: "Ask for control" }).click();

    await expect.poll(() => station.requests).toContainEqual({ kind: "custody.ask", vehicleId: "1", operator: me });
    expect(orders(station)).toEqual([]);
  });

  it("puts the question before the holder, and hands over or keeps", async () => {
    const { page, station } = await show(scene({ d2: { custody: custody(me, { askedBy: [wang] }) } }));
    const prompt = page.getByRole("region", { name: "Wang asks for D2" });

    await prompt.getByRole("button", { name: "Keep it" }).click();
    await prompt.getByRole("button", { name: "Hand over" }).click();

    await expect
      .poll(() => station.requests.filter(({ kind }) => kind.startsWith("custody")))
      .toEqual([
        { kind: "custody.keep", vehicleId: "2", operator: me },
        { kind: "custody.give", vehicleId: "2", operator: me, toOperatorId: wang.id },
      ]);
  });

  it("takes over from a holder who is away", async () => {
    const { page, station } = await show(scene({ d1: { custody: custody(wang, { holderPresent: false }) } }));
    await page.keyboard.press("1");

    await bar(page, "D1").getByRole("button", { name: "Take over" }).click();

    await expect.poll(() => station.requests).toContainEqual({ kind: "custody.take", vehicleId: "1", operator: me });
  });

  it("tells several only after naming them, leaves out who can't be told, and says by name what became of each", async () => {
    const { page, station } = await show(scene({ d1: { custody: custody(wang) } }));
    await page.keyboard.press("3");
    await page.keyboard.press("Shift+Digit0");
    const bulk = page.getByRole("region", { name: "To 3 vehicles" });
    await bulk.getByText("Wang holds this vehicle.").waitFor();
    await bulk.getByLabel("What to tell them").selectOption("return");

    await holdMouse(page, station, /^Return: D2, R1/);

    await expect.poll(() => orders(station)).toHaveLength(1);
    const [request] = orders(station);
    expect(request).toMatchObject({
      kind: "vehicles.do",
      vehicles: [{ vehicleId: "2", uid: d2.uid }, { vehicleId: "3" }],
      operator: me,
      action: { kind: "return" },
    });
    expect(request?.kind === "vehicles.do" && request.vehicles).toHaveLength(2);
    station.delta({
      operations: {
        "op-2": operationOf(request as Request, "2", { state: "done", endedMs: sceneNowMs }),
        "op-3": operationOf(request as Request, "3", {
          state: "failed",
          endedMs: sceneNowMs,
          fault: { code: "unsupported", params: {} },
        }),
      },
    });
    await bulk.getByRole("listitem").filter({ hasText: "D2" }).getByText("Confirmed").waitFor();
    await bulk
      .getByRole("listitem")
      .filter({ hasText: "R1" })
      .getByText("This vehicle's firmware can't do that.")
      .waitFor();
    await page.locator(".fleet-row[aria-pressed=true]", { hasText: "R1" }).waitFor();
  });

  it("goes to a place shown on the map at a height that says what it counts from, by keyboard alone", async () => {
    const { page, station } = await show(scene());
    await page.keyboard.press("2");
    await page.keyboard.press("e");
    const section = page.locator(".section", { hasText: "Go to" });
    await section.getByRole("button", { name: "New height" }).press("Enter");
    await section.getByRole("button", { name: "Above home" }).press("Enter");
    await section.getByRole("textbox", { name: "Height" }).fill("45");
    await section.getByRole("button", { name: "Show where" }).press("Enter");
    await page.getByRole("region", { name: "Go to, D2" }).waitFor();
    await page.keyboard.press("Enter");
    await section.getByText("away").waitFor();

    await section.getByRole("button", { name: /^D2: Go\./ }).focus();
    await holdKey(page, station, "Space");

    await expect.poll(() => orders(station)).toHaveLength(1);
    expect(orders(station)[0]).toMatchObject({
      vehicleId: "2",
      action: { kind: "go-to", altitude: { reference: "home", m: 45 } },
    });
  });

  it("looks where the live picture is pressed, and at a source from its card", async () => {
    const { page, station } = await show(scene());
    await page.keyboard.press("2");
    await page.keyboard.press("e");
    await page.keyboard.press("e");

    await page.getByRole("button", { name: /^Where the camera of D2 shall look/ }).click();
    await expect.poll(() => orders(station)[0]).toMatchObject({ vehicleId: "2", action: { kind: "camera-angles" } });

    await page.keyboard.press("n");
    await holdMouse(page, station, /^D2: go and look at heat source 1/);
    await expect
      .poll(() => orders(station)[1])
      .toMatchObject({ vehicleId: "2", action: { kind: "look-at-heat", heatId: "heat-1" } });
  });

  it("steers by a gamepad only while its button is held and the page has the focus", async () => {
    const { page, station } = await show(scene());
    await page.evaluate(() => {
      const pad = {
        id: "Test pad",
        mapping: "standard",
        connected: true,
        axes: [0, 0, 0, 0],
        buttons: Array.from({ length: 17 }, () => ({ pressed: false, touched: false, value: 0 })),
      };
      Object.assign(window, { pad });
      Object.defineProperty(navigator, "getGamepads", { value: () => [pad] });
    });
    const set = (held: boolean, axes: number[]) =>
      page.evaluate(
        ([isHeld, values]) => {
          const { pad } = window as unknown as { pad: { axes: number[]; buttons: { pressed: boolean }[] } };
          pad.axes = values;
          const button = pad.buttons[4];
          if (button !== undefined) button.pressed = isHeld;
        },
        [held, axes] as const,
      );
    const steers = () => station.said as { kind: string; vehicleId: string; forward: number; end?: boolean }[];
    await page.keyboard.press("3");
    await set(true, [0, 0, 0, -1]);
    await page.waitForTimeout(300);
    expect(steers()).toEqual([]);
    await set(false, [0, 0, 0, 0]);

    await page.keyboard.press("e");
    await page.getByText("By hand").click();
    await page.getByRole("button", { name: "Make R1 ready" }).click();
    await set(true, [0, 0, 0, 0]);
    await expect.poll(() => steers().length).toBeGreaterThan(3);
    await set(true, [0, 0, 0, -1]);
    await expect.poll(() => steers().at(-1)).toMatchObject({ kind: "vehicle.steer", vehicleId: "3", forward: 1 });
    station.delta({ vehicles: { "3": { manual: me } } });
    await page.getByText("You are steering R1").waitFor();

    await page.evaluate(() => window.dispatchEvent(new Event("blur")));
    await expect.poll(() => steers().at(-1)).toMatchObject({ vehicleId: "3", forward: 0, end: true });
    const told = steers().length;
    await page.waitForTimeout(400);
    expect(steers()).toHaveLength(told);
  });

  it("reads parameters, finds one, writes it only when held, and shows what the vehicle has stored", async () => {
    let rtlAlt = 3_500;
    const { page, station } = await show(
      scene({ d2: { parameters: { state: "complete", received: 2, total: 2, version: 1 } } }),
      {
        parameters: () => ({
          state: "complete",
          version: 1,
          parameters: [
            { name: "ACRO_YAW_P", value: 4.5, type: "real32", atMs: 0 },
            {
              name: "RTL_ALT",
              value: rtlAlt,
              type: "real32",
              atMs: 0,
              unit: "cm",
              min: 30,
              max: 8_000,
              described: true,
            },
          ],
        }),
        parameterDiff: () => ({
          changed: [{ name: "ACRO_YAW_P", vehicle: 4.5, file: 3, type: "real32" }],
          missing: ["RTL_ALT"],
          unknown: [],
          same: 0,
          leftOut: [{ line: 2, text: "what?", reason: "unreadable" }],
        }),
        answer: (request) =>
          request.kind === "parameters.set" ? { ok: true, operations: [operationOf(request, "2")] } : { ok: true },
      },
    );
    await page.keyboard.press("2");
    await bar(page, "D2").waitFor();
    for (const tab of ["Fly", "Camera", "Setup"]) {
      await page.keyboard.press("e");
      await page.getByRole("button", { name: tab, exact: true, pressed: true }).waitFor();
    }

    await page.getByRole("textbox", { name: "Name or words" }).fill("height above home");
    await page.locator(".parameter-row", { hasText: "RTL_ALT" }).click();
    await expect.poll(() => page.locator(".parameter-row").count()).toBe(1);
    const value = page.getByRole("textbox", { name: "New value of RTL_ALT" });
    await value.fill("12,5,5");
    await page.getByText("This is no value for it.").waitFor();
    await value.fill("90000");
    await page.getByText("Outside of what makes sense.").waitFor();
    await value.fill("4200");
    await page.getByRole("button", { name: /^Write 1 values to D2/ }).click();
    expect(station.requests.some(({ kind }) => kind === "parameters.set")).toBe(false);

    await holdMouse(page, station, /^Write 1 values to D2/);
    await expect
      .poll(() => station.requests.find(({ kind }) => kind === "parameters.set"))
      .toMatchObject({ vehicleId: "2", uid: d2.uid, operator: me, values: [{ name: "RTL_ALT", value: 4_200 }] });
    rtlAlt = 4_200;
    station.delta({
      vehicles: { "2": { parameters: { state: "complete", received: 2, total: 2, version: 2 } } },
      operations: {
        "op-2": {
          id: "op-2",
          vehicleId: "2",
          kind: "parameters-set",
          by: me,
          state: "done",
          startedMs: sceneNowMs,
          endedMs: sceneNowMs + 60_000,
        },
      },
    });
    await page.getByText("The vehicle has: RTL_ALT = 4200cm").waitFor();

    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "old.params", mimeType: "text/plain", buffer: Buffer.from("ACRO_YAW_P,3\nwhat?\n") });
    await page.getByText("1 differ, 0 are equal").waitFor();
    await page.getByText("Line 2 left out, not readable: what?").waitFor();
    await page.getByRole("button", { name: "Take over 1 values" }).click();
    await page.getByText("4.5 → 3").first().waitFor();
  });

  it("offers nothing in a replay", async () => {
    const live = scene();
    const { page, station } = await show({
      ...live,
      station: { ...live.station, mode: "replay", recording: { state: "off" } },
    });
    await page.keyboard.press("2");

    await bar(page, "D2").getByText("This is a replay: nothing can be commanded.").waitFor();
    await page.keyboard.press("b");
    await page.keyboard.press("Shift+S");
    await page.waitForTimeout(300);

    expect(await page.locator(".slide").count()).toBe(0);
    expect(station.requests).toEqual([]);
  });

  it("tells the station who works at it", async () => {
    const { station } = await show(scene());

    await expect.poll(() => station.operators).toEqual([me]);
  });

  it.each([
    { width: 1280, height: 800 },
    { width: 1024, height: 700 },
  ])("keeps the selected vehicle out from under the bar in a window of $width x $height", async (size) => {
    const { page } = await show(scene());
    await page.setViewportSize(size);
    await page.keyboard.press("1");
    await page.keyboard.press("Shift+Digit0");
    const middleOf = async (selector: string) => {
      const box = await page.locator(selector).boundingBox();
      if (box === null) throw new Error(`There is no ${selector}.`);
      return { ...box, middleX: box.x + box.width / 2, middleY: box.y + box.height / 2 };
    };

    await expect
      .poll(async () => {
        const deck = await middleOf(".flight-deck");
        const mark = await middleOf(".vehicle-mark.is-selected > svg");
        const isUnder = mark.middleX < deck.x + deck.width && mark.middleX > deck.x && mark.middleY > deck.y;
        const isOnMap = mark.middleY > 60 && mark.middleX > deck.x - 10;
        return isOnMap && !isUnder;
      })
      .toBe(true);
  });

  it("keeps every target large enough for gloves and eight pixels from the next", async () => {
    const { page } = await show(scene({ d1: { custody: custody(wang) } }));
    await page.keyboard.press("2");
    await page.keyboard.press("e");
    await page.keyboard.press("Shift+Digit1");

    const boxes = await page
      .locator(".flight-deck button, .flight-deck select, .emergency button, .section-body button, .section-body input")
      .evaluateAll((elements) =>
        elements.flatMap((element) => {
          const { width, height } = element.getBoundingClientRect();
          return width === 0 ? [] : [{ text: element.textContent ?? "", width, height }];
        }),
      );

    const tooNear = await page
      .locator(".flight-deck")
      .locator("button, select")
      .evaluateAll((elements) => {
        const rects = elements.map((element) => ({ text: element.textContent, rect: element.getBoundingClientRect() }));
        return rects.flatMap((a, i) =>
          rects.slice(i + 1).flatMap((b) => {
            const acrossPx = Math.max(a.rect.left - b.rect.right, b.rect.left - a.rect.right);
            const downPx = Math.max(a.rect.top - b.rect.bottom, b.rect.top - a.rect.bottom);
            return Math.max(acrossPx, downPx) < 7.5 ? [`${a.text} | ${b.text}`] : [];
          }),
        );
      });

    expect(tooNear).toEqual([]);
    expect(boxes.length).toBeGreaterThan(15);
    expect(boxes.filter(({ width, height }) => width < 43.5 || height < 41.5)).toEqual([]);
  });
});
