import { worldX, worldY } from "../../../shared/geo/web-mercator.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { teamColour } from "../../stores/team-look.ts";
import { oldNews, type PeopleRows } from "./draw-people.ts";

const staleAfterMs = 5 * 60_000;

/** All people whose place is known, as numbers. @param utcMs now; undefined while people aren't shown */
export const peopleRows = ({ incident }: Stores, utcMs: number | undefined): PeopleRows => {
  const { things, whereabouts } = incident.getState();
  const keys =
    utcMs === undefined
      ? []
      : Object.keys(whereabouts).filter((key) => key.startsWith("person/") || key.startsWith("invite/"));
  const xy = new Float64Array(keys.length * 2);
  const looks = new Uint8Array(keys.length);
  const colours: string[] = [];
  const known = new Map<string, number>();
  keys.forEach((key, i) => {
    const place = whereabouts[key];
    if (place === undefined || utcMs === undefined) return;
    xy[2 * i] = worldX(place.lonDeg);
    xy[2 * i + 1] = worldY(place.latDeg);
    const teamId = things.person[key.slice(7)]?.fields.teamId ?? key;
    let look = known.get(teamId);
    if (look === undefined) {
      const colour = teamColour(teamId);
      look = colours.indexOf(colour);
      if (look < 0) look = colours.push(colour) - 1;
      known.set(teamId, look);
    }
    looks[i] = utcMs - place.utcMs > staleAfterMs ? oldNews : look;
  });
  return { count: keys.length, xy, looks, colours, keys };
};
