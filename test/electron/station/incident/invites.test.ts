import { describe, expect, it } from "vitest";
import { Invites, inviteUrl } from "../../../../electron/station/incident/invites.ts";
import type { KeptThings } from "../../../../electron/station/kept-things.ts";
import { makeToken } from "../../../../electron/station/server/access.ts";
import { type Thing, thingKey } from "../../../../shared/incident/thing.ts";
import type { ThingFields } from "../../../../shared/incident/things.ts";

const station = { id: "station", name: "Lantern", role: "station" } as const;
const hourMs = 3_600_000;

const rig = () => {
  const kept = new Map<string, unknown>();
  const things = new Map<string, Thing>();
  const world = { utcMs: 1_000_000, full: false };
  const store: Pick<KeptThings, "all" | "keep"> = {
    all: () => new Map(kept),
    keep: (_kind, id, thing) => {
      if (world.full) return { ok: false, detail: "The disk is full." };
      kept.set(id, thing);
      return { ok: true };
    },
  };
  const invites = new Invites({ kept: store, things: () => things, utcMs: () => world.utcMs, makeToken });
  const put = (id: string, fields: ThingFields["invite"]) =>
    things.set(thingKey("invite", id), {
      ...{ kind: "invite", id, fields, steps: [], seen: {} },
      ...{ createdBy: station, createdUtcMs: 0, changedBy: station, changedUtcMs: 0 },
    });
  const invite = (id: string, fields: ThingFields["invite"]): string => {
    const issued = invites.issue(id);
    if (!issued.ok) throw new Error(issued.detail);
    put(id, { purpose: "join", role: "searcher", expiresUtcMs: world.utcMs + hourMs, ...fields });
    return issued.token;
  };
  return { invites, invite, put, things, kept, world };
};

describe("an invitation", () => {
  it("opens what the incident's log says of it, by a secret of 192 bits that is kept nowhere", () => {
    const { invites, invite, kept } = rig();

    const token = invite("i-1", { role: "leader", name: "Li Na", teamId: "team-1" });

    expect(Buffer.from(token, "base64url")).toHaveLength(24);
    expect(JSON.stringify([...kept])).not.toContain(token);
    expect(invites.lookUp(token)).toEqual({
      state: "valid",
      principal: { role: "leader", inviteId: "i-1", name: "Li Na", teamId: "team-1" },
    });
    expect(invites.lookUp(makeToken())).toBeUndefined();
  });

  it("that only locates has no role, whatever stands there", () => {
    const { invites, invite } = rig();

    const token = invite("i-1", { purpose: "locate", role: "coordinator" });

    expect(invites.lookUp(token)).toMatchObject({ state: "valid", principal: { role: "searcher", locateOnly: true } });
  });

  it("ends with its time", () => {
    const { invites, invite, world } = rig();
    const token = invite("i-1", {});

    world.utcMs += hourMs - 1;
    expect(invites.lookUp(token)?.state).toBe("valid");
    world.utcMs += 1;
    expect(invites.lookUp(token)?.state).toBe("expired");
  });

  it("ends when a coordinator withdraws it, and changes its role with the log", () => {
    const { invites, invite, put, world } = rig();
    const token = invite("i-1", {});
    const expiresUtcMs = world.utcMs + hourMs;

    put("i-1", { purpose: "join", role: "observer", expiresUtcMs });
    expect(invites.lookUp(token)).toMatchObject({ principal: { role: "observer" } });
    put("i-1", { purpose: "join", role: "observer", expiresUtcMs, revoked: true });
    expect(invites.lookUp(token)?.state).toBe("revoked");
  });

  it("opens nothing while another incident is shown, and again when its own is", () => {
    const { invites, invite, things } = rig();
    const token = invite("i-1", {});
    const before = new Map(things);

    things.clear();
    expect(invites.lookUp(token)?.state).toBe("other-incident");
    for (const [key, thing] of before) things.set(key, thing);
    expect(invites.lookUp(token)?.state).toBe("valid");
  });

  it("issued anew opens by the new secret alone; one that can't be kept is not given out", () => {
    const { invites, invite, world } = rig();
    const old = invite("i-1", {});
    const renewed = invite("i-1", {});

    expect([invites.lookUp(old), invites.lookUp(renewed)?.state]).toEqual([undefined, "valid"]);
    world.full = true;
    expect(invites.issue("i-2")).toEqual({ ok: false, detail: "The disk is full." });
  });

  it("leads who walks to the phone page, with the secret where no log has it, and others to the map", () => {
    expect(inviteUrl("https://10.0.0.5:8443", "T", { role: "searcher" })).toBe("https://10.0.0.5:8443/f/#T");
    expect(inviteUrl("https://10.0.0.5:8443", "T", { role: "leader" })).toBe("https://10.0.0.5:8443/f/#T");
    expect(inviteUrl("https://10.0.0.5:8443", "T", { role: "pilot" })).toBe("https://10.0.0.5:8443/?token=T");
    expect(inviteUrl("http://a", "T", { role: "observer", locateOnly: true })).toBe("http://a/f/#T");
  });
});
