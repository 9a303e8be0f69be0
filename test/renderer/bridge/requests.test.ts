import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSendRequest } from "../../../renderer/bridge/requests.ts";
import { buildSnapshot } from "../../support/build-views.ts";
import { type FakeStation, startFakeStation } from "../../support/fake-station.ts";

describe("createSendRequest", () => {
  let station: FakeStation;
  beforeEach(async () => {
    station = await startFakeStation({
      snapshot: buildSnapshot(),
      answer: (request) =>
        request.kind === "link.add"
          ? { ok: false, fault: { code: "bad-link-spec", detail: "Say udpin:HOST:PORT." } }
          : { ok: true },
    });
  });
  afterEach(() => station.close());

  const send = () => createSendRequest(fetch, `${station.address}api/requests`);

  it("hands the station's answer over", async () => {
    await expect(send()({ kind: "simulator.start" })).resolves.toEqual({ ok: true });
    expect(station.requests).toEqual([{ kind: "simulator.start" }]);
  });

  it("hands the station's refusal over", async () => {
    await expect(send()({ kind: "link.add", spec: "x" })).resolves.toMatchObject({
      ok: false,
      fault: { code: "bad-link-spec" },
    });
  });

  it("says that there is no answer from a station that is gone", async () => {
    const ask = send();
    await station.close();

    await expect(ask({ kind: "serial.list" })).resolves.toMatchObject({ ok: false, fault: { code: "no-answer" } });
  });

  it("says that it is not signed in", async () => {
    station.forget();

    await expect(send()({ kind: "serial.list" })).resolves.toMatchObject({ fault: { code: "unauthorised" } });
  });

  it("takes an answer that is no result for no answer", async () => {
    station.cut();

    await expect(send()({ kind: "serial.list" })).resolves.toMatchObject({ fault: { code: "no-answer" } });
  });
});
