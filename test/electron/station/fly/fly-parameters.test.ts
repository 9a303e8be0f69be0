import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FlownStation, flownStation } from "../../../support/flown-station.ts";

const cases = [
  ["copter", "WPNAV_SPEED_UP", 375, "FS_GCS_ENABLE", 1],
  ["dog", "WP_RADIUS", 1.25, "FS_ACTION", 1],
  ["px4", "MPC_Z_VEL_MAX_UP", 2.5, "COM_DL_LOSS_T", 25],
] as const;

describe("parameters by requests", () => {
  let station: FlownStation;

  beforeAll(async () => {
    station = await flownStation({ speed: 10 });
  });

  afterAll(() => station.close());

  it.each(cases)(
    "fetches all of the %s's, and sets a float and an integer",
    async (kind, real, realValue, int, value) => {
      const vehicleId = station.id(kind);

      const fetched = await station.ask({ kind: "parameters.fetch", vehicleId, wait: true });
      const values = [
        { name: real, value: realValue },
        { name: int, value },
      ];
      const set = await station.ask({ kind: "parameters.set", vehicleId, values, wait: true });

      expect(fetched).toMatchObject({ ok: true });
      expect(set).toMatchObject({ ok: true });
      const view = station.view(kind).parameters;
      expect(view).toMatchObject({ state: "complete" });
      expect(view?.total).toBeGreaterThan(1000);
      expect((await station.truth(kind, [real, int])).parameters).toEqual({ [real]: realValue, [int]: value });
      const { origin, headers } = station.live;
      const answer = await fetch(`${origin}/api/vehicles/${vehicleId}/parameters`, { headers });
      const text = await answer.text();
      expect(answer.status).toBe(200);
      expect(text).toContain(real);
    },
  );

  it("says of one that the vehicle does not have that it has not", async () => {
    const result = await station.ask({
      kind: "parameters.set",
      vehicleId: station.id("copter"),
      values: [{ name: "NO_SUCH_THING", value: 1 }],
      wait: true,
    });

    expect(result).toMatchObject({ ok: false, operations: [{ fault: { code: "parameter-unknown" } }] });
  });

  it("says of an integer that would lose its fraction what is stored instead", async () => {
    const result = await station.ask({
      kind: "parameters.set",
      vehicleId: station.id("copter"),
      values: [{ name: "FS_GCS_ENABLE", value: 1.7 }],
      wait: true,
    });

    expect(result.ok).toBe(false);
    expect((await station.truth("copter", ["FS_GCS_ENABLE"])).parameters).toEqual({ FS_GCS_ENABLE: 1 });
  });
});
