import { describe, expect, it } from "vitest";
import { applyStreamMessage } from "../../../renderer/stores/apply-stream.ts";
import { operatorIdOf, operatorOf } from "../../../renderer/stores/operator.ts";
import { Request } from "../../../shared/wire/requests.ts";
import { buildStores } from "../../support/build-stores.ts";
import { buildSnapshot, buildVehicle, sceneNowMs } from "../../support/build-views.ts";

const memory = (kept: Record<string, string> = {}) => ({
  kept,
  getItem: (key: string) => kept[key] ?? null,
  setItem: (key: string, value: string) => {
    kept[key] = value;
  },
});
const settings = { operatorName: "", language: "en", system: { dark: false, language: "en" } } as const;

describe("the operator of this browser", () => {
  it("stays the same after a reload and is another one elsewhere", () => {
    const storage = memory();
    const id = operatorIdOf(storage);

    expect(operatorIdOf(storage)).toBe(id);
    expect(operatorIdOf(memory())).not.toBe(id);
    expect(id).toMatch(/^[0-9a-f]{24}$/);
  });

  it("has an id where the browser forbids or spoiled the storage", () => {
    const forbidden = {
      getItem: (): string => {
        throw new Error("forbidden");
      },
      setItem: () => undefined,
    };

    expect(operatorIdOf(forbidden, () => "new-operator")).toBe("new-operator");
    expect(operatorIdOf(undefined, () => "new-operator")).toBe("new-operator");
    expect(operatorIdOf(memory({ "lantern.operator": "x".repeat(5_000) }), () => "new-operator")).toBe("new-operator");
  });

  it("is known by the name in the settings, else told apart by the id", () => {
    expect(operatorOf("abcdef0123", { ...settings, operatorName: "  Li " })).toEqual({ id: "abcdef0123", name: "Li" });
    expect(operatorOf("abcdef0123", settings).name).toBe("Operator abcd");
    expect(operatorOf("abcdef0123", { ...settings, operatorName: "王".repeat(200) }).name).toHaveLength(80);
  });
});

describe("a command", () => {
  const setUp = () => {
    const sent: Request[] = [];
    const { stores, device } = buildStores({
      send: (request) => {
        sent.push(request);
        return Promise.resolve({ ok: true });
      },
      storage: memory({ "lantern.operator": "operator-me" }),
    });
    const vehicles = [buildVehicle({ id: "1", uid: "0123456789abcdef" }), buildVehicle({ id: "2" })];
    applyStreamMessage(stores, { type: "snapshot", snapshot: buildSnapshot({ vehicles }) });
    return { stores, device, sent };
  };

  it("says who asks, when by the station's clock, and the vehicle's unique id where it is known", async () => {
    const { stores, device, sent } = setUp();
    stores.settings.getState().set({ operatorName: "Li" });
    device.nowMs += 1_500;

    await stores.commander.command("1", { kind: "return" });
    await stores.commander.command("2", { kind: "hold" });

    const asked = { operator: { id: "operator-me", name: "Li" }, issuedAtMs: sceneNowMs + 1_500 };
    expect(sent).toEqual([
      { kind: "vehicle.do", vehicleId: "1", uid: "0123456789abcdef", ...asked, action: { kind: "return" } },
      { kind: "vehicle.do", vehicleId: "2", ...asked, action: { kind: "hold" } },
    ]);
    for (const request of sent) expect(Request.safeParse(request).success).toBe(true);
  });

  it("for several names each of them, and nobody else", async () => {
    const { stores, sent } = setUp();

    await stores.commander.commandAll(["2", "1"], { kind: "land" });

    expect(sent).toMatchObject([
      { kind: "vehicles.do", vehicles: [{ vehicleId: "2" }, { vehicleId: "1", uid: "0123456789abcdef" }] },
    ]);
    expect(Request.safeParse(sent[0]).success).toBe(true);
  });
});
