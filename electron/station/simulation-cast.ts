import type { CastNews, CastOrder } from "../../hardware/simulator/cast/cast-news.ts";
import type { SearchScript } from "../../hardware/simulator/cast/search-script.ts";
import type { Simulator } from "../../hardware/simulator/simulator.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { isResting } from "../../shared/incident/resting-phases.ts";
import type { Principal } from "../../shared/incident/roles.ts";
import type { Thing } from "../../shared/incident/thing.ts";
import type { IncomingReport } from "../../shared/wire/incident.ts";
import type { IncidentChange, IncidentDesk } from "./incident/incident-desk.ts";
import type { StationClock } from "./station-clock.ts";

export interface SimulationCastOptions {
  readonly script: SearchScript;
  readonly simulator: Pick<Simulator, "tell" | "onNews">;
  readonly desk: Pick<IncidentDesk, "things" | "thing" | "incidentId" | "putMany" | "step" | "place" | "onChanged">;
  readonly clock: StationClock;
  /** Where a heat source is. */
  readonly placeOfHeat: (heatId: string) => LatLon | undefined;
}

/** A phone's fix, one standard deviation, m. */
const fixSigmaM = 4;

/**
 * Simulated people at the same door as real ones: they join, tell where they are, answer orders and report by the incident's
 * desk, each as the leader of a team; what is ordered goes on to the simulator. They know nothing of the screen.
 */
export class SimulationCast {
  readonly #options: SimulationCastOptions;
  readonly #startedUtcMs: number;
  readonly #ordered = new Set<string>();
  readonly #stop: readonly (() => void)[];
  /** Orders that a team reads with its next look at the phone. */
  readonly #unread = new Map<string, Set<string>>();
  #openedId: string | undefined;
  #isBack = false;

  constructor(options: SimulationCastOptions) {
    const { desk, simulator, clock } = options;
    this.#options = options;
    this.#startedUtcMs = clock.utcMs();
    this.#stop = [desk.onChanged((change) => this.#onChanged(change)), simulator.onNews((news) => this.#onNews(news))];
  }

  close(): void {
    for (const stop of this.#stop) stop();
  }

  /** The call that came in, until an incident was opened. */
  report(): IncomingReport | undefined {
    if (this.#options.desk.incidentId !== undefined) return undefined;
    const { report } = this.#options.script;
    const { latDeg, lonDeg, minutesAgo } = report.lastSeen;
    const seen = { place: { latDeg, lonDeg }, utcMs: this.#startedUtcMs - minutesAgo * 60_000 };
    return {
      incident: {
        name: report.name,
        nature: "lost",
        reporter: report.reporter,
        weather: report.weather,
        safety: report.safety,
        radio: report.radio,
        reportedUtcMs: this.#startedUtcMs,
      },
      subject: { ...report.subject, lastSeen: { ...seen, kind: "PLS" }, ipp: seen },
    };
  }

  #onChanged({ incidentId, keys }: IncidentChange): void {
    const { desk, simulator } = this.#options;
    const incident = desk.thing("incident", incidentId);
    // Only one that was opened while these people live: an archived one has people of its own.
    if (this.#openedId === undefined && incident !== undefined && incident.createdUtcMs >= this.#startedUtcMs) {
      this.#openedId = incidentId;
      simulator.tell({ kind: "open" });
    }
    if (incidentId !== this.#openedId) return;
    for (const key of keys) {
      const thing = desk.things.get(key);
      if (thing?.kind === "assignment") this.#onAssignment(thing);
      if (thing?.kind === "message") this.#onMessage(thing);
    }
    if (!this.#isBack && isResting(incident?.fields.phase)) {
      this.#isBack = true;
      simulator.tell({ kind: "return" });
    }
  }

  #onAssignment({ id, fields, steps }: Thing<"assignment">): void {
    const { simulator, script } = this.#options;
    const teamId = fields.to?.kind === "team" ? fields.to.id : undefined;
    if (teamId === undefined || !script.teams.some((team) => team.id === teamId)) return;
    if (steps.some(({ step }) => step === "cancelled")) {
      simulator.tell({ kind: "cancel", assignmentId: id });
      return;
    }
    if (this.#ordered.has(id) || !steps.some(({ step }) => step === "sent")) return;
    this.#ordered.add(id);
    simulator.tell({ kind: "order", order: { assignmentId: id, teamId, ...this.#where(fields) } });
  }

  #where(fields: Thing<"assignment">["fields"]): Pick<CastOrder, "place" | "rings"> {
    const { desk, placeOfHeat } = this.#options;
    const rings = (fields.segmentIds ?? []).flatMap((id) => {
      const ring = desk.thing("segment", id)?.fields.ring;
      return ring === undefined ? [] : [ring];
    });
    if (rings.length > 0) return { rings };
    const clue = fields.clueId === undefined ? undefined : desk.thing("clue", fields.clueId)?.fields.place;
    const place = fields.place ?? clue ?? (fields.heatId === undefined ? undefined : placeOfHeat(fields.heatId));
    return place === undefined ? {} : { place };
  }

  #onMessage({ id, fields, steps }: Thing<"message">): void {
    if (fields.needsAck !== true || steps.length > 0) return;
    for (const team of this.#options.script.teams) {
      if (fields.teamIds !== undefined && fields.teamIds.length > 0 && !fields.teamIds.includes(team.id)) continue;
      const unread = this.#unread.get(team.id) ?? new Set();
      this.#unread.set(team.id, unread.add(id));
    }
  }

  #onNews(news: CastNews): void {
    const { desk, clock } = this.#options;
    if (desk.incidentId === undefined || desk.incidentId !== this.#openedId) return;
    const { teamId } = news;
    const principal = this.#leaderOf(teamId);
    switch (news.what) {
      case "join":
        this.#join(teamId);
        return;
      case "fix": {
        const { place, courseRad, speedMps } = news;
        desk.place(`team/${teamId}`, {
          ...{ ...place, courseRad, speedMps, sigmaM: fixSigmaM },
          utcMs: clock.utcMs(),
          source: "simulated",
        });
        for (const thingId of this.#unread.get(teamId) ?? [])
          desk.step({ thing: "message", thingId, step: "acknowledged" }, { principal });
        this.#unread.delete(teamId);
        return;
      }
      case "step": {
        const { assignmentId: thingId, step, text } = news;
        desk.step({ thing: "assignment", thingId, step, ...(text === undefined ? {} : { text }) }, { principal });
        return;
      }
      case "say":
        this.#say(teamId, news.text);
        return;
      case "found":
        desk.putMany(
          [
            {
              thing: "clue",
              fields: {
                nature: "witness",
                text: news.text,
                place: news.place,
                sigmaM: fixSigmaM,
                utcMs: clock.utcMs(),
                reliability: 1,
                effect: "here",
                state: "new",
                reporter: principal.name ?? teamId,
              },
            },
          ],
          { principal },
        );
        this.#say(teamId, news.text);
        return;
    }
  }

  #say(teamId: string, text: string): void {
    const principal = this.#leaderOf(teamId);
    this.#options.desk.putMany([{ thing: "message", fields: { nature: "status", text, fromTeamId: teamId } }], {
      principal,
    });
  }

  #join(teamId: string): void {
    const { desk, script } = this.#options;
    const team = script.teams.find(({ id }) => id === teamId);
    if (team === undefined || desk.thing("team", teamId) !== undefined) return;
    const { name, organisation, mode, members, skills, radio, sweepWidthM } = team;
    const memberId = (i: number) => `${teamId}-${i + 1}`;
    desk.putMany(
      [
        {
          thing: "team",
          thingId: teamId,
          fields: {
            ...{ name, organisation, mode, skills, radio, sweepWidthM },
            leaderId: memberId(0),
            state: "ready",
            simulated: true,
          },
        },
        ...members.map((member, i) => ({
          thing: "person" as const,
          thingId: memberId(i),
          fields: { name: member, teamId, role: i === 0 ? "leader" : "searcher", skills: [] },
        })),
      ],
      { principal: this.#leaderOf(teamId) },
    );
    this.#say(teamId, `${name}: here, ${members.length}. 到位，${members.length} 人。`);
  }

  #leaderOf(teamId: string): Principal {
    const name = this.#options.script.teams.find(({ id }) => id === teamId)?.members[0];
    return { role: "leader", teamId, ...(name === undefined ? {} : { name }) };
  }
}
