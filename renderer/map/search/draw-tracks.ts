import type { Whereabouts } from "../../../shared/wire/incident.ts";
import type { Tracks as KeptTracks } from "../../../shared/wire/search-answers.ts";
import type { Theme } from "../../stores/settings-store.ts";
import type { CanvasView } from "../view-canvas.ts";

/** As much of a way as is worth a look on the map; the record has all of it. */
const mostPoints = 2_000;
/** Nearer than this to the last point nothing new is to be seen, degrees of latitude (about a metre). */
const leastDeg = 1e-5;

/** Where everybody was, in the record and since this screen was opened: latitude and longitude in turn. */
export class Tracks {
  readonly #byWho = new Map<string, number[]>();

  take(now: Readonly<Record<string, Whereabouts>>, before: Readonly<Record<string, Whereabouts>>): void {
    for (const who in now) {
      const fix = now[who];
      if (fix === undefined || fix === before[who]) continue;
      const track = this.#byWho.get(who) ?? [];
      this.#byWho.set(who, track);
      const { latDeg, lonDeg } = fix;
      const [lastLatDeg = Number.NaN, lastLonDeg = Number.NaN] = [track[track.length - 2], track[track.length - 1]];
      if (Math.abs(latDeg - lastLatDeg) < leastDeg && Math.abs(lonDeg - lastLonDeg) < leastDeg) continue;
      track.push(latDeg, lonDeg);
      // Many at once: taking one off moves all the others up.
      if (track.length > 2 * mostPoints) track.splice(0, mostPoints / 2);
    }
  }

  /** The record's ways; what was seen here meanwhile is in them, but for where each is now. */
  restore({ tracks }: KeptTracks): void {
    for (const { who, latDeg, lonDeg } of tracks) {
      const now = this.#byWho.get(who)?.slice(-2) ?? [];
      const kept = latDeg.flatMap((lat, i) => [lat, lonDeg[i] ?? 0]);
      this.#byWho.set(who, [...kept, ...now].slice(-2 * mostPoints));
    }
  }

  of(who: string): readonly number[] {
    return this.#byWho.get(who) ?? [];
  }

  forget(): void {
    this.#byWho.clear();
  }
}

export function drawTracks(view: CanvasView, track: readonly number[], colour: string, theme: Theme): void {
  if (track.length < 4) return;
  const { context } = view;
  context.beginPath();
  for (let i = 0; i + 1 < track.length; i += 2) {
    const x = view.toX(track[i + 1] ?? 0);
    const y = view.toY(track[i] ?? 0);
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.lineJoin = "round";
  for (const [style, widthPx] of [
    [theme === "day" ? "rgb(255 255 255 / 80%)" : "rgb(0 0 0 / 70%)", 6],
    ["#10141a", 4],
    [colour, 2.4],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = widthPx;
    context.stroke();
  }
}
