import { describe, expect, it } from "vitest";
import { loadTerrainFile } from "../../../../renderer/bridge/load-terrain-file.ts";
import { translator } from "../../../../renderer/i18n/translate.ts";
import {
  estimateLines,
  manualDeg,
  manualRad,
  manualStepDeg,
  turnText,
} from "../../../../renderer/panels/eyes/correction-words.ts";
import { createFormat } from "../../../../renderer/panels/format.ts";
import { createTerrainLoadStore, isTerrainFile } from "../../../../renderer/stores/terrain-load-store.ts";
import { degToRad } from "../../../../shared/units/angle.ts";
import { Request } from "../../../../shared/wire/requests.ts";

const t = translator("en");
const format = createFormat("en", "metric");

describe("a camera turned by hand", () => {
  it("is turned by half degrees within fifteen", () => {
    expect([0.2, 0.3, -2.74, 40, -40].map(manualStepDeg)).toEqual([0, 0.5, -2.5, 15, -15]);
    expect(manualDeg(undefined)).toBe(0);
    expect(manualDeg({ manualHeadingRad: degToRad(2.5), apply: false })).toBe(2.5);
  });

  it("asks for no more than a request may say, at either end", () => {
    for (const deg of [-15, 15]) {
      const request = { kind: "camera.correct", vehicleId: "1", manualHeadingRad: manualRad(deg) };
      expect(Request.safeParse(request).success).toBe(true);
    }
  });

  it("says to which side", () => {
    expect(turnText(t, format, 2.5)).toBe("2.5° right");
    expect(turnText(t, format, -0.5)).toBe("0.5° left");
    expect(turnText(t, format, 0)).toBe("0.0°");
  });
});

describe("an estimated correction", () => {
  it("is told with its sides and one sigma of each", () => {
    const lines = estimateLines(t, format, {
      headingRad: { value: degToRad(-3.4), sigma: degToRad(0.9) },
      pitchRad: { value: degToRad(1.2), sigma: degToRad(0.6) },
      timeMs: { value: -130.4, sigma: 60 },
      sightings: 5,
    });

    expect(lines).toEqual([
      { what: "heading", value: "3.4° left", sigma: "0.9°" },
      { what: "pitch", value: "1.2° up", sigma: "0.6°" },
      { what: "time", value: "130 ms earlier", sigma: "60 ms" },
    ]);
  });

  it("of nothing has no side", () => {
    const nothing = { value: 0.0001, sigma: 0.01 };

    expect(
      estimateLines(t, format, { headingRad: nothing, pitchRad: nothing, timeMs: nothing, sightings: 1 }).map(
        ({ value }) => value,
      ),
    ).toEqual(["0.0°", "0.0°", "0 ms"]);
  });
});

/** A request that says what it was told to: the browser's own is not there. */
class ScriptedUpload extends EventTarget {
  readonly upload = new EventTarget();
  status = 0;
  responseText = "";
  opened = "";
  readonly #script: (upload: ScriptedUpload) => void;

  constructor(script: (upload: ScriptedUpload) => void) {
    super();
    this.#script = script;
  }

  open(method: string, url: string): void {
    this.opened = `${method} ${url}`;
  }

  setRequestHeader(): void {}

  send(): void {
    this.#script(this);
  }

  progress(loaded: number, total: number): void {
    this.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded, total, lengthComputable: true }));
  }

  answer(status: number, body: string): void {
    this.status = status;
    this.responseText = body;
    this.dispatchEvent(new Event("load"));
  }
}

const uploadOf = (script: (upload: ScriptedUpload) => void) => {
  const uploads: ScriptedUpload[] = [];
  const open = () => {
    const upload = new ScriptedUpload(script);
    uploads.push(upload);
    return upload as unknown as XMLHttpRequest;
  };
  return { open, uploads };
};

describe("a height model on its way", () => {
  const file = new File([new Uint8Array(8)], "N30E120.hgt");

  it("is known by its name, and by nothing else", () => {
    const names = ["N30E120.hgt", "dem.TIF", "dem.tiff", "heights.zip", "plan.kmz", "a.plan", "hgt"];

    expect(names.filter((name) => isTerrainFile({ name }))).toEqual([
      "N30E120.hgt",
      "dem.TIF",
      "dem.tiff",
      "heights.zip",
    ]);
  });

  it("says how far it is, and what the station says of it", async () => {
    const { open, uploads } = uploadOf((upload) => {
      upload.progress(4, 8);
      upload.answer(200, '{"ok":true}');
    });
    const sent: number[] = [];

    expect(await loadTerrainFile(open, file, (fraction) => sent.push(fraction))).toEqual({ ok: true });
    expect(sent).toEqual([0.5]);
    expect(uploads[0]?.opened).toBe("POST /api/terrain/files?name=N30E120.hgt");
  });

  it.each([
    ["a station that doesn't know who asks", 401, "", "unauthorised"],
    ["a file too large for the station", 413, "", "file-too-large"],
    ["nonsense", 200, "<html>", "no-answer"],
    ["a refusal", 409, '{"ok":false,"fault":{"code":"bad-file","detail":"No heights."}}', "bad-file"],
  ])("is not taken by %s", async (_, status, body, code) => {
    const { open } = uploadOf((upload) => upload.answer(status, body));

    expect(await loadTerrainFile(open, file, () => undefined)).toMatchObject({ ok: false, fault: { code } });
  });

  it("is not taken where the connection breaks", async () => {
    const { open } = uploadOf((upload) => upload.dispatchEvent(new Event("error")));

    expect(await loadTerrainFile(open, file, () => undefined)).toMatchObject({ fault: { code: "no-answer" } });
  });

  it("stops a row of files at the first that is refused, and keeps its reason in sight", async () => {
    const answers = [
      { status: 200, body: '{"ok":true}' },
      { status: 409, body: '{"ok":false,"fault":{"code":"bad-file","detail":"No heights."}}' },
    ].values();
    const { open, uploads } = uploadOf((upload) => {
      const { status, body } = answers.next().value ?? { status: 500, body: "" };
      upload.answer(status, body);
    });
    const store = createTerrainLoadStore(open);

    await store.getState().send([file, new File([], "b.tif"), new File([], "c.tif")]);

    expect(uploads).toHaveLength(2);
    expect(store.getState().load).toEqual({ state: "refused", file: "b.tif", code: "bad-file", detail: "No heights." });
  });
});
