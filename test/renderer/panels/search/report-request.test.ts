import { describe, expect, it } from "vitest";
import { reportProblems, reportRequest } from "../../../../renderer/panels/search/report-request.ts";
import type { ReportDraft } from "../../../../renderer/stores/report-draft-store.ts";
import { Request } from "../../../../shared/wire/requests.ts";

const nowUtcMs = Date.UTC(2026, 10, 21, 15, 0);
const operator = { id: "operator-1", name: "Chen" };
const context = { nowUtcMs, name: "Dementia, 15:00", operator };

const draft = (change: Partial<ReportDraft> = {}): ReportDraft => ({
  nature: "lost",
  texts: { category: "dementia", placeText: "30.87, 120.433", whenText: "2 h ago" },
  sex: "unknown",
  responsive: undefined,
  injured: undefined,
  rain: undefined,
  place: undefined,
  placeKind: "PLS",
  ipp: undefined,
  whenUtcMs: nowUtcMs - 7_200_000,
  photos: [],
  ...change,
});
const texts = (more: ReportDraft["texts"]) => draft({ texts: { ...draft().texts, ...more } });

describe("a report", () => {
  it("needs a category, a place and a time, and no more", () => {
    expect(reportProblems(draft({ texts: {}, whenUtcMs: undefined }), nowUtcMs)).toEqual({
      category: "needs-category",
      placeText: "needs-place",
      whenText: "needs-time",
    });
    expect(reportProblems(draft(), nowUtcMs)).toEqual({});
  });

  it("opens the search with the planning point where the person was last seen, as the station takes it", () => {
    const request = reportRequest(draft(), context);

    expect(Request.safeParse(request).success).toBe(true);
    const place = { latDeg: 30.87, lonDeg: 120.433 };
    expect(request).toMatchObject({
      incident: { name: "Dementia, 15:00", nature: "lost", phase: "searching" },
      subject: {
        category: "dementia",
        lastSeen: { place, utcMs: nowUtcMs - 7_200_000, kind: "PLS" },
        ipp: { place, utcMs: nowUtcMs - 7_200_000 },
      },
    });
    expect(request?.subject).not.toHaveProperty("name");
    expect(request?.incident).not.toHaveProperty("weather");
  });

  it("takes everything that was said", () => {
    const full = {
      ...texts({
        name: "王桂英",
        age: "78",
        clothing: "红色棉袄",
        temperature: "-3",
        wind: "3,8",
        windFrom: "315",
        reporterName: "王小梅",
        incidentName: "令狐村走失老人",
        ippText: "30.871, 120.434",
      }),
      responsive: false,
      rain: "drizzle",
      photos: ["file-1"],
    } as const;

    const request = reportRequest(full, context);

    expect(Request.safeParse(request).success).toBe(true);
    expect(request).toMatchObject({
      incident: {
        name: "令狐村走失老人",
        reporter: { name: "王小梅", phone: "", relation: "" },
        weather: { temperatureC: -3, windMps: 3.8, windFromDeg: 315, rain: "drizzle" },
      },
      subject: {
        name: "王桂英",
        age: 78,
        responsive: false,
        photos: ["file-1"],
        ipp: { place: { latDeg: 30.871, lonDeg: 120.434 } },
      },
    });
  });

  it("at sea needs no category of walkers", () => {
    const request = reportRequest(draft({ nature: "sea", texts: { placeText: "30.87, 120.433" } }), context);

    expect(request?.incident.nature).toBe("sea");
  });

  it.each([
    ["a place that is none", texts({ placeText: "over there" }), { placeText: "bad-place" }],
    ["a planning point that is none", texts({ ippText: "by the river" }), { ippText: "bad-place" }],
    ["a time that is none", { ...draft(), whenUtcMs: undefined }, { whenText: "bad-time" }],
    ["somebody last seen tomorrow", draft({ whenUtcMs: nowUtcMs + 86_400_000 }), { whenText: "future" }],
    ["an age of 780", texts({ age: "780" }), { age: "bad-number" }],
    ["a wind of hurricane times two", texts({ wind: "140" }), { wind: "bad-number" }],
  ])("refuses %s where it stands", (_, wrong, problems) => {
    expect(reportProblems(wrong, nowUtcMs)).toEqual(problems);
    expect(reportRequest(wrong, context)).toBeUndefined();
  });

  it("takes the place that was shown on the map, whatever was typed before", () => {
    const place = { latDeg: 30.9, lonDeg: 120.5 };

    expect(reportRequest({ ...texts({ placeText: "nonsense" }), place }, context)?.subject.lastSeen?.place).toEqual(
      place,
    );
  });
});
