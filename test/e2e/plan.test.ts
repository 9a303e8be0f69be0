import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../shared/plan/plan.ts";
import type { Request, RequestResult } from "../../shared/wire/requests.ts";
import { buildGround } from "../support/build-ground.ts";
import { buildPlan } from "../support/build-plan.ts";
import { buildDog, buildSnapshot, buildVehicle, sceneNowMs } from "../support/build-views.ts";
import { chromiumPath } from "../support/chromium.ts";
import { fakeScreens } from "../support/fake-screens.ts";
import type { FakeStation, FakeStationOptions } from "../support/fake-station.ts";
import { keptDraft } from "../support/kept-draft.ts";
import { mapAtRest } from "../support/map-at-rest.ts";

const viewOf = (plan: Plan, revision = 1, changedBy = "Li") => ({ plan, revision, changedBy, changedUtcMs: 0 });

const scene = (plans: readonly Plan[] = []) => {
  const snapshot = buildSnapshot({
    vehicles: [buildVehicle({ id: "1" }), buildVehicle({ id: "2" }), buildDog({ id: "3" })],
    station: { hasBaseMap: true },
  });
  return { ...snapshot, plans: Object.fromEntries(plans.map((plan) => [plan.id, viewOf(plan)])) };
};

/** Saves whatever it is given, as the real station would. */
const saving = (request: Request): RequestResult =>
  request.kind === "plan.put"
    ? { ok: true, planId: request.plan.id, revision: request.was + 1 }
    : request.kind === "plan.upload"
      ? {
          ok: true,
          operations: [
            {
              id: "op-1",
              vehicleId: "1",
              kind: "plan-upload",
              by: { id: "me", name: "me" },
              state: "running",
              step: "sending",
              progress: 0.4,
              startedMs: sceneNowMs,
            },
          ],
        }
      : { ok: true };

describe.skipIf(chromiumPath() === undefined)("planning on the screen", () => {
  const openScreen = fakeScreens();

  const show = async (
    options: Partial<FakeStationOptions> & {
      readonly plans?: readonly Plan[];
      readonly language?: string;
      readonly touch?: boolean;
      readonly size?: { readonly width: number; readonly height: number };
    } = {},
  ) => {
    const screen = await openScreen(
      { snapshot: scene(options.plans), ground: buildGround(), answer: saving, ...options },
      {
        viewport: options.size ?? { width: 1280, height: 800 },
        locale: options.language ?? "en",
        hasTouch: options.touch === true,
      },
    );
    await screen.goto();
    await screen.page.locator(".vehicle-mark").first().waitFor();
    return screen;
  };

  const panel = (page: Page) => page.getByRole("region", { name: "Plan", exact: true });
  const puts = (station: FakeStation) => station.requests.filter((request) => request.kind === "plan.put");
  const lastPut = (station: FakeStation) => puts(station).at(-1)?.plan;
  const patternOf = (plan: Plan | undefined) => {
    const found = plan?.elements.find(({ kind }) => kind === "pattern");
    return found?.kind === "pattern" ? found : undefined;
  };
  /** Corners in the free part of a 1280 x 800 map. */
  const corners = [
    [480, 240],
    [700, 250],
    [720, 430],
    [470, 420],
  ] as const;

  it("draws an area by mouse for the selected vehicle, lays its lines and saves them", async () => {
    const { page, station } = await show();
    await page.keyboard.press("1");
    await page.keyboard.press("p");
    await panel(page).getByText("No plan for D1 yet").waitFor();

    await panel(page).getByRole("button", { name: "New plan" }).click();
    await panel(page).getByRole("button", { name: "Area", exact: true }).click();
    await page.getByRole("region", { name: "D1 · Area" }).waitFor();
    await mapAtRest(page);
    for (const [x, y] of corners) await page.mouse.click(x, y);
    // A double press ends it.
    await page.mouse.click(470, 420);

    await panel(page).getByText("Enough to recognise a person").waitFor();
    await expect.poll(() => patternOf(lastPut(station))?.points.length ?? 0).toBeGreaterThan(6);
    expect(lastPut(station)).toMatchObject({ vehicleId: "1" });
    expect(patternOf(lastPut(station))?.points.every(({ altMslM }) => altMslM !== undefined)).toBe(true);
    await panel(page).getByText("Saved", { exact: true }).waitFor();
    await page.getByRole("slider", { name: "Heights along the way" }).waitFor();
  });

  it("draws a route by keys alone: the cross in the middle, arrows, Enter, Enter again", async () => {
    const { page, station } = await show({ plans: [buildPlan("1", { elements: [] })] });
    await page.keyboard.press("1");
    await page.keyboard.press("p");
    const route = panel(page).getByRole("button", { name: "Route", exact: true });
    await route.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "D1 · Route" }).waitFor();

    await mapAtRest(page);
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowRight");
    await mapAtRest(page);
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowUp");
    await mapAtRest(page);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");

    await page.getByRole("region", { name: "D1 · Route" }).waitFor({ state: "detached" });
    await expect.poll(() => lastPut(station)?.elements.map(({ kind }) => kind)).toEqual(["point", "point", "point"]);
  });

  it("draws by finger", async () => {
    const { page, station } = await show({ plans: [buildPlan("1", { elements: [] })], touch: true });
    await page.keyboard.press("1");
    await page.keyboard.press("p");
    await panel(page).getByRole("button", { name: "Line", exact: true }).tap();
    await mapAtRest(page);

    await page.touchscreen.tap(480, 240);
    await page.touchscreen.tap(700, 300);
    await page.getByRole("button", { name: "Done" }).tap();

    await expect.poll(() => patternOf(lastPut(station))?.shape.kind).toBe("corridor");
    await expect.poll(() => patternOf(lastPut(station))?.points.length ?? 0).toBeGreaterThan(1);
  });

  it("cancels by Escape without letting go of the vehicle, and when another vehicle is selected", async () => {
    const { page } = await show({ plans: [buildPlan("1", { elements: [] })] });
    await page.keyboard.press("1");
    await page.keyboard.press("p");
    await panel(page).getByRole("button", { name: "Area", exact: true }).click();

    await page.keyboard.press("Escape");
    await page.locator(".tool-bar").waitFor({ state: "detached" });
    expect(await page.locator(".fleet-row[aria-pressed=true]", { hasText: "D1" }).count()).toBe(1);

    await panel(page).getByRole("button", { name: "Area", exact: true }).click();
    await page.keyboard.press("2");
    await page.locator(".tool-bar").waitFor({ state: "detached" });
    await panel(page).getByText("No plan for D2 yet").waitFor();
  });

  it("drags a point, takes it back by Ctrl Z and does it again by Ctrl Y", async () => {
    const { page, station } = await show({ plans: [buildPlan("1", { elements: [] })] });
    await page.keyboard.press("1");
    await page.keyboard.press("p");
    await panel(page).getByRole("button", { name: "Point", exact: true }).click();
    await mapAtRest(page);
    await page.mouse.click(520, 300);
    await expect.poll(() => lastPut(station)?.elements.length).toBe(1);
    const before = lastPut(station)?.elements[0];

    await page.mouse.move(528, 306);
    await page.mouse.down();
    await page.mouse.move(600, 400, { steps: 6 });
    await page.mouse.up();
    await expect.poll(() => lastPut(station)?.elements[0]).not.toEqual(before);
    const after = lastPut(station)?.elements[0];

    await page.keyboard.press("Control+z");
    await expect.poll(() => lastPut(station)?.elements[0]).toEqual(before);
    await page.keyboard.press("Control+y");
    await expect.poll(() => lastPut(station)?.elements[0]).toEqual(after);
  });

  it("shows where an area crosses itself, plans nothing there and keeps it from being uploaded", async () => {
    const { page, station } = await show({ plans: [buildPlan("1", { elements: [] })] });
    await page.keyboard.press("1");
    await page.keyboard.press("p");
    await panel(page).getByRole("button", { name: "Area", exact: true }).click();
    await mapAtRest(page);
    for (const i of [0, 2, 1, 3]) {
      const [x, y] = corners[i] ?? corners[0];
      await page.mouse.click(x, y);
    }
    await page.getByRole("button", { name: "Done" }).click();

    await panel(page).getByRole("alert").getByText("The edge crosses itself here").waitFor();
    await expect.poll(() => patternOf(lastPut(station))?.points).toEqual([]);
    const upload = panel(page).getByRole("button", { name: /^Upload .* to D1/ });
    await expect.poll(() => upload.getAttribute("aria-disabled")).toBe("true");
  });

  it("keeps edits through a station that is away and a page that is reloaded, then saves them", async () => {
    const plan = buildPlan("1");
    const { page, station } = await show({ plans: [plan] });
    await page.keyboard.press("1");
    await page.keyboard.press("p");
    station.cut();
    await page.getByRole("alert").getByText("Nothing on this screen is live").waitFor();

    await panel(page)
      .getByRole("button", { name: /^1 Take off|Take off/ })
      .first()
      .click();
    await panel(page).getByRole("button", { name: "Delete", exact: true }).click();
    await panel(page).getByText("Station away: kept in this browser").waitFor();
    await keptDraft(page, 5);
    station.restore();
    await page.reload();

    await expect.poll(() => lastPut(station)?.elements.map(({ id }) => id)).toEqual(["e2", "e3", "e4", "e5", "e6"]);
    expect(puts(station).at(-1)).toMatchObject({ was: 1 });
  });

  it("lets a person choose where somebody else changed the same plan meanwhile", async () => {
    const plan = buildPlan("1");
    const conflicting = (request: Request): RequestResult =>
      request.kind === "plan.put" && request.was === 1
        ? { ok: false, fault: { code: "changed-meanwhile", detail: "It is at revision 5." } }
        : saving(request);
    const { page, station } = await show({ plans: [plan], answer: conflicting });
    await page.keyboard.press("1");
    await page.keyboard.press("p");
    await panel(page)
      .getByRole("button", { name: /Take off/ })
      .first()
      .click();
    await panel(page).getByRole("button", { name: "Delete", exact: true }).click();
    station.delta({ plans: { [plan.id]: viewOf({ ...plan, name: "By Wang" }, 5, "Wang") } });

    await panel(page).getByText("Wang changed this plan meanwhile").waitFor();
    await panel(page).getByRole("button", { name: "Keep mine" }).click();

    await expect.poll(() => puts(station).at(-1)).toMatchObject({ was: 5 });
    expect(lastPut(station)?.elements).toHaveLength(5);
  });

  // A machine that stands still over a short press makes it a long one.
  it("uploads only by a press held for a second, and says uploaded only once that is over", { retry: 2 }, async () => {
    const { page, station } = await show({ plans: [buildPlan("1", { reserveFraction: 0 })] });
    await page.keyboard.press("1");
    await page.keyboard.press("p");
    const upload = panel(page).getByRole("button", { name: /^Upload .* to D1/ });
    await expect.poll(() => upload.getAttribute("aria-disabled")).toBe("false");

    await upload.click();
    await page.waitForTimeout(200);
    expect(station.requests.some(({ kind }) => kind === "plan.upload")).toBe(false);

    await upload.hover();
    await page.mouse.down();
    await expect
      .poll(() => station.requests.find(({ kind }) => kind === "plan.upload"))
      .toMatchObject({ planId: "plan-1", revision: 1 });
    await page.mouse.up();
    expect(await panel(page).getByText("Uploaded to D1").count()).toBe(0);
    const operation = {
      id: "op-1",
      vehicleId: "1",
      kind: "plan-upload",
      by: { id: "me", name: "me" },
      state: "done",
      startedMs: sceneNowMs,
      endedMs: sceneNowMs,
    } as const;
    station.delta({
      operations: { "op-1": operation },
      vehicles: { "1": { onboard: { count: 20, planId: "plan-1", planRevision: 1, atMs: sceneNowMs } } },
    });

    await panel(page).getByText("Uploaded to D1 and read back equal").waitFor();
    await panel(page).getByText("This plan is on board of D1, read back equal").waitFor();
  });

  it("lists where two plans come too close, and splits an area over two vehicles by name", async () => {
    const first = buildPlan("1");
    const second = { ...first, id: "plan-2", vehicleId: "2", name: "The same for D2" };
    const { page, station } = await show({ plans: [first, second] });
    await page.keyboard.press("1");
    await page.keyboard.press("p");

    await panel(page).getByText("Plans too close").waitFor();
    await panel(page)
      .getByText(/^D1 and D2: /)
      .first()
      .waitFor();

    await panel(page).getByText("Split over several vehicles").click();
    await panel(page).getByRole("checkbox", { name: "D2" }).check();
    await panel(page).getByRole("button", { name: "Split over 2" }).click();

    await panel(page).getByText("2 plans were made, one for each.").waitFor();
    await expect
      .poll(() =>
        puts(station)
          .map(({ plan }) => plan.vehicleId)
          .sort(),
      )
      .toEqual(expect.arrayContaining(["1", "2"]));
    const heights = new Set(puts(station).flatMap(({ plan }) => patternOf(plan)?.height.aglM ?? []));
    expect(heights.size).toBe(2);
  });

  it("refuses to plan for nobody, and never shows one vehicle's plan for another", async () => {
    const { page } = await show({ plans: [buildPlan("1", { name: "Only for D1" })] });
    await page.keyboard.press("p");
    await panel(page).getByText("No vehicle selected").waitFor();

    await page.keyboard.press("2");
    await panel(page).getByText("No plan for D2 yet").waitFor();
    expect(await panel(page).getByText("Only for D1").count()).toBe(0);
  });

  it("lives with a content security policy that allows nothing inline", async () => {
    const { page, complaints } = await show({
      plans: [buildPlan("1")],
      contentSecurityPolicy:
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self' ws:; worker-src 'self'; base-uri 'none'",
    });
    await page.keyboard.press("1");
    await page.keyboard.press("p");
    await panel(page).getByRole("button", { name: "More: rename, copy, files" }).click();
    await page.getByRole("menuitem", { name: "KML" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("slider", { name: "Heights along the way" }).waitFor();

    expect(complaints).toEqual([]);
  });

  it.each([
    ["en", { width: 1280, height: 800 }],
    ["zh-CN", { width: 1280, height: 800 }],
    ["en", { width: 1920, height: 1080 }],
    ["en", { width: 1024, height: 640 }],
    ["zh-CN", { width: 853, height: 533 }],
  ] as const)(
    "in %s at %o keeps every control at 44 px or more and every word inside of it",
    async (language, size) => {
      const plan = buildPlan("1", {
        fences: [
          { id: "f", shape: "circle", inclusion: true, centre: { latDeg: 30.87, lonDeg: 120.433 }, radiusM: 900 },
        ],
      });
      const { page } = await show({ plans: [plan], language, size });
      await page.keyboard.press("1");
      await page.keyboard.press("p");
      for (const row of [1, 2, 3]) {
        await page.locator(".plan-row-head").nth(row).click();
        await page.locator(".plan-row-body").waitFor();

        const found = await page.evaluate(() => {
          const controls = [
            ...document.querySelectorAll(
              ".panel-plan button, .panel-plan input, .panel-plan select, .panel-plan summary",
            ),
          ].filter((element) => element.checkVisibility() && !element.closest(".quantity-box, .plan-switch"));
          const name = (element: Element) => element.getAttribute("aria-label") ?? element.textContent;
          return {
            small: controls
              .map((element) => ({ name: name(element), box: element.getBoundingClientRect() }))
              .filter(({ box }) => box.width < 43.9 || box.height < 43.9)
              .map(({ name, box }) => `${name} ${box.width}x${box.height}`),
            overflowing: controls
              .filter((element) => element.tagName !== "SELECT" && element.scrollWidth > element.clientWidth + 1)
              .map((element) => `${name(element)} ${element.scrollWidth} > ${element.clientWidth}`),
            sideways: [...document.querySelectorAll(".panel-plan .panel-body")]
              .filter((element) => element.scrollWidth > element.clientWidth + 1)
              .map((element) => `${element.className} ${element.scrollWidth} > ${element.clientWidth}`),
          };
        });
        expect(found).toEqual({ small: [], overflowing: [], sideways: [] });
      }
    },
  );
});
