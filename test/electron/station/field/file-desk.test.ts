import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { FileDesk, previewId } from "../../../../electron/station/field/file-desk.ts";
import { type IncidentFile, noIncident } from "../../../../electron/station/record/incident-record.ts";

const picture = () =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: "#385" } })
    .jpeg()
    .toBuffer();

const begin = () => {
  const files = new Map<string, IncidentFile>();
  const shown: { incidentId?: string } = {};
  const archive = {
    file: (id: string) => files.get(id),
    keepFile: (file: IncidentFile) => {
      files.set(file.id, file);
      return { ok: true } as const;
    },
  };
  return { files, shown, desk: new FileDesk({ archive: () => archive, incidentId: () => shown.incidentId }) };
};

describe("the desk for photos", () => {
  it("keeps one of a report that is still being written as nobody's", async () => {
    const { desk, files } = begin();

    await desk.keep({ id: "face-0001", name: "face.jpg", bytes: await picture() });

    expect([...files].map(([id, { incidentId }]) => [id, incidentId])).toEqual([
      [previewId("face-0001"), noIncident],
      ["face-0001", noIncident],
    ]);
  });

  it("keeps one with the incident that was opened while it was read", async () => {
    const { desk, files, shown } = begin();
    const kept = desk.keep({ id: "face-0001", name: "face.jpg", bytes: await picture() });
    // Its turn has come, and reading it takes longer than that.
    await Promise.resolve();

    shown.incidentId = "i1";
    await kept;

    expect([...files.values()].map(({ incidentId }) => incidentId)).toEqual(["i1", "i1"]);
  });
});
