import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveState } from "../../../support/station-server.ts";

const planOf = (points: number, elements: number) => ({
  id: "plan-1",
  name: "Large",
  vehicleId: "1",
  altitude: { reference: "ground", m: 60 },
  speedMps: 6,
  elements: Array.from({ length: elements }, (_, element) => ({
    id: `e${element}`,
    kind: "pattern",
    shape: { kind: "parallel", area: { outline: [], holes: [] }, spacingM: 30 },
    height: { aglM: 60, followTerrain: true, maxClimb: 0.3 },
    points: Array.from({ length: points }, (__, i) => ({
      latDeg: 30.8712345678901 + i * 1.234567e-7,
      lonDeg: 120.431234567891 + i * 1.234567e-7,
      altMslM: 64.12345678901234,
      searching: i % 2 === 0,
    })),
  })),
  fences: [],
  rallyPoints: [],
  reserveFraction: 0.25,
});

describe("how much one request may say", () => {
  let served: Awaited<ReturnType<typeof serveState>>;
  beforeAll(async () => {
    served = await serveState();
  });
  afterAll(() => served.server.close());

  const post = async (plan: unknown) => {
    const body = JSON.stringify({ kind: "plan.put", was: 0, plan });
    const headers = { ...served.headers, "content-type": "application/json" };
    const answer = await fetch(`${served.origin}/api/requests`, { method: "POST", headers, body });
    return {
      status: answer.status,
      bytes: body.length,
      result: (await answer.json()) as { fault?: { detail: string } },
    };
  };

  it("is a plan of 20,000 points with all their digits", async () => {
    const { status, bytes, result } = await post(planOf(20_000, 1));

    expect(bytes).toBeGreaterThan(1_500_000);
    expect(result).toEqual({ ok: true });
    expect(status).toBe(200);
  });

  it("is not without end", async () => {
    const { status, result } = await post(planOf(20_000, 5));

    expect(status).toBe(413);
    expect(result).toMatchObject({ ok: false, fault: { code: "bad-request" } });
  });
});
