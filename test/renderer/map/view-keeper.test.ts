import { describe, expect, it } from "vitest";
import { ViewKeeper } from "../../../renderer/map/view-keeper.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { buildStores } from "../../support/build-stores.ts";
import { buildSnapshot, buildVehicle, placeAt } from "../../support/build-views.ts";

const here = placeAt(0, 0);
const faraway = placeAt(20_000, 0);

const keeperOf = (options: { readonly centre?: LatLon; readonly shown?: boolean }) => {
  const { stores } = buildStores();
  const { centre: _centre, ...view } = buildSnapshot().station;
  stores.station.setState({ view: { ...view, ...(options.centre === undefined ? {} : { centre: options.centre }) } });
  const moves: string[] = [];
  const keeper = new ViewKeeper(
    stores,
    {
      fit: (places) => moves.push(`fit ${places.length}`),
      bring: (places) => moves.push(`bring ${places.length}`),
      centre: () => moves.push("centre"),
      shows: () => options.shown ?? false,
      keepInSight: () => moves.push("keep"),
    },
    {
      places: () => Object.values(stores.fleet.getState().byId).flatMap(({ position }) => position ?? []),
      placeOf: () => undefined,
    },
  );
  const heard = (...places: (LatLon | undefined)[]) => {
    const vehicles = places.map((place, i) => {
      const { position, ...rest } = buildVehicle({ id: String(i + 1) });
      return place === undefined || position === undefined ? rest : { ...rest, position: { ...position, ...place } };
    });
    stores.fleet.setState({ byId: Object.fromEntries(vehicles.map((vehicle) => [vehicle.id, vehicle])) });
    keeper.findStart();
  };
  /** The probability map is known, counted from there. */
  const mapped = (ipp: LatLon) => {
    const rings = { ...ipp, quantiles: [{ share: 0.5, distanceM: 1_000 }] };
    const search = {
      version: 1,
      state: "ready",
      pos: 0,
      restOfWorld: 0,
      layers: [],
      problems: [],
      coveredM2: 0,
      rings,
    } as const;
    stores.station.setState({ view: { ...view, search } });
    keeper.showOpened();
    keeper.findStart();
  };
  keeper.findStart();
  return { keeper, moves, heard, mapped };
};

describe("the map's view at the start", () => {
  it("waits for a vehicle's first position where the station names no centre, then moves there once", () => {
    const { moves, heard } = keeperOf({});

    heard(undefined);
    expect(moves).toEqual([]);
    heard(here);
    heard(here, faraway);

    expect(moves).toEqual(["fit 1"]);
  });

  it("stands where the station says, and stays there when the vehicles turn up in sight", () => {
    const { moves, heard } = keeperOf({ centre: here, shown: true });

    heard(here);

    expect(moves).toEqual(["centre"]);
  });

  it("moves on from the station's centre to vehicles that turn up elsewhere", () => {
    const { moves, heard } = keeperOf({ centre: here });

    heard(faraway);

    expect(moves).toEqual(["centre", "fit 1"]);
  });

  it("leaves a person alone who moved the map", () => {
    const { keeper, moves, heard } = keeperOf({});

    keeper.settle();
    heard(here);

    expect(moves).toEqual([]);
  });
});

describe("the map's view of a search", () => {
  it("shows a search that goes on where nothing else says where to look", () => {
    const { moves, mapped, heard } = keeperOf({});

    mapped(faraway);
    mapped(faraway);
    heard(here);

    expect(moves).toEqual(["fit 4"]);
  });

  it("stays at the vehicles where some are there", () => {
    const { moves, mapped, heard } = keeperOf({});

    heard(here);
    mapped(faraway);

    expect(moves).toEqual(["fit 1"]);
  });

  it("goes to a search that is opened, and shows its rings once they are known", () => {
    const { keeper, moves, mapped, heard } = keeperOf({});
    heard(here);

    keeper.flyTo({ ...faraway, opens: "search" });
    expect(moves).toEqual(["fit 1", "centre"]);
    mapped(faraway);
    mapped(faraway);

    expect(moves).toEqual(["fit 1", "centre", "fit 4"]);
  });

  it("doesn't take the rings of the search before for those of the one just opened", () => {
    const { keeper, moves, mapped } = keeperOf({});
    mapped(here);

    keeper.flyTo({ ...faraway, opens: "search" });
    mapped(here);
    expect(moves).toEqual(["fit 4", "centre"]);
    mapped(faraway);

    expect(moves).toEqual(["fit 4", "centre", "fit 4"]);
  });

  it("leaves a person alone who moved the map before the rings were known", () => {
    const { keeper, moves, mapped } = keeperOf({});

    keeper.flyTo({ ...here, opens: "search" });
    keeper.letGo();
    mapped(here);

    expect(moves).toEqual(["centre"]);
  });

  it("only brings into sight what is to be seen whole", () => {
    const { keeper, moves } = keeperOf({});

    keeper.flyTo({ ...here, around: [here, faraway] });

    expect(moves).toEqual(["bring 2"]);
  });
});
