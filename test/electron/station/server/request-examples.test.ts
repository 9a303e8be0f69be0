import { describe, expect, it } from "vitest";
import { openApiDocument } from "../../../../electron/station/server/openapi.ts";
import { requestExamples } from "../../../../electron/station/server/request-examples.ts";
import { VehicleAction } from "../../../../shared/wire/actions.ts";
import { Request } from "../../../../shared/wire/requests.ts";

const examples = requestExamples();

describe("the examples in openapi.json", () => {
  it.each(Object.entries(examples))("%s is a request that the station takes", (_name, { value }) => {
    expect(Request.safeParse(value).error?.issues ?? []).toEqual([]);
  });

  it("have every kind of request", () => {
    const kinds = Request.options.map((option) => option.shape.kind.value).sort();

    expect([...new Set(Object.values(examples).map(({ value }) => value.kind))].sort()).toEqual(kinds);
  });

  it("have every action", () => {
    const shown = Object.values(examples).flatMap(({ value }) =>
      value.kind === "vehicle.do" ? [value.action.kind] : [],
    );

    expect([...new Set(shown)].sort()).toEqual(VehicleAction.options.map((option) => option.shape.kind.value).sort());
  });

  it("are in the document, as JSON has them", () => {
    const document = JSON.parse(JSON.stringify(openApiDocument()));

    expect(document.paths["/api/requests"].post.requestBody.content["application/json"].examples).toEqual(
      JSON.parse(JSON.stringify(examples)),
    );
  });
});
