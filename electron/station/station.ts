import { hostname, networkInterfaces } from "node:os";
import type { Scenario } from "../../hardware/simulator/scenario.ts";
import type { Simulator } from "../../hardware/simulator/simulator.ts";
import type { Operator } from "../../shared/wire/operations.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { type Replay, replayMissionId } from "./archive/replay/open-replay.ts";
import { checkStart } from "./check-start.ts";
import { exampleZip } from "./examples/example-zip.ts";
import { tracksOf } from "./incident/read-tracks.ts";
import { hostForOthers, ownHosts } from "./own-hosts.ts";
import { programVersion, rendererFolder } from "./project.ts";
import { openRecord } from "./record/open-record.ts";
import type { Record as MissionRecord } from "./record/record.ts";
import { recordEndUtcMs } from "./record/record-end.ts";
import { answerRequest } from "./request-desk.ts";
import { makeToken } from "./server/access.ts";
import { type ServerCertificate, serverCertificate } from "./server/certificate.ts";
import { DeltaPublisher } from "./server/delta-publisher.ts";
import { type HttpServer, type HttpServerOptions, listen } from "./server/http-server.ts";
import { liveClock, type StationClock, simulationClock, systemClock } from "./station-clock.ts";
import type { StartFault, StationOptions } from "./station-options.ts";
import { makeParts, type StationParts } from "./station-parts.ts";
import { addLink, requestHandlers } from "./station-requests.ts";
import { startTimers } from "./station-timers.ts";

export type { StartFault, StationOptions } from "./station-options.ts";

/** A running station. */
export interface Station {
  /** Its page, with the sign-in token. */
  readonly url: string;
  /** Where others reach it: by HTTPS where it has that. */
  readonly origin: string;
  /** What its HTTPS is encrypted with. */
  readonly certificate: ServerCertificate | undefined;
  readonly token: string;
  /** The flying scenario, once it is in the air; its truth is for tests and benches only. */
  readonly simulator: Simulator | undefined;
  snapshot(): StateSnapshot;
  /** Tells when the first vehicle arms and when the last one disarms. */
  onArmed(listener: (armed: boolean) => void): () => void;
  /** Ends everything; the record is marked as ended cleanly. */
  close(): Promise<void>;
}

/** A running station, or what stands in the way. */
export type StartResult =
  | { readonly ok: true; readonly station: Station }
  | { readonly ok: false; readonly fault: StartFault };

/** Starts a station: record, files to show, links or scenario, and the server. What stands in the way is returned, with what to do. */
export const createStation = async (options: StationOptions): Promise<StartResult> => {
  const check = await checkStart(options);
  if (!check.ok) return check;
  const { scenario, replay } = check;
  const { recordFolder: folder } = options;
  const clock = clockOf(options);
  const utcMs = () => clock.utcMs();
  const opened = folder === undefined ? undefined : openRecord({ folder, version: programVersion(), utcMs });
  if (opened?.ok === false) {
    await replay?.drop();
    const code = opened.fault.code === "record-locked" ? "record-locked" : "record-unusable";
    return { ok: false, fault: { code, detail: opened.fault.detail } };
  }
  const station = new RunningStation(options, { clock, record: opened?.record, scenario, replay });
  try {
    const fault = await station.start();
    if (fault === undefined) return { ok: true, station };
    await station.close();
    return { ok: false, fault };
  } catch (error) {
    await station.close();
    throw error;
  }
};

/** At the speed of life a simulation's time is the computer's, as that of real vehicles. */
const clockOf = ({ simulate, recordFolder, clockSource = systemClock }: StationOptions): StationClock =>
  simulate === undefined || simulate.speed === 1
    ? liveClock(clockSource)
    : simulationClock(clockSource, {
        speed: simulate.speed,
        afterUtcMs: recordFolder === undefined ? undefined : recordEndUtcMs(recordFolder),
      });

const isLoopback = (host: string): boolean => ["localhost", "::1"].includes(host) || /^127\.[\d.]+$/.test(host);

interface Found {
  readonly clock: StationClock;
  readonly record: MissionRecord | undefined;
  readonly scenario: Scenario | undefined;
  readonly replay: Replay | undefined;
}

class RunningStation implements Station {
  readonly token: string;
  readonly #options: StationOptions;
  readonly #replay: Replay | undefined;
  readonly #parts: StationParts;
  readonly #publisher: DeltaPublisher;
  readonly #armedListeners = new Set<(armed: boolean) => void>();
  readonly #scenario: Scenario | undefined;
  #armed = false;
  #server: HttpServer | undefined;
  #secureServer: HttpServer | undefined;
  certificate: ServerCertificate | undefined;
  #stopTimers = () => {};

  constructor(options: StationOptions, { clock, record, scenario, replay }: Found) {
    this.#options = options;
    this.#scenario = scenario;
    this.token = options.token ?? makeToken();
    const { simulate } = options;
    this.#replay = replay;
    this.#parts = makeParts({
      systemId: options.systemId,
      clock,
      computerUtcMs: () => (options.clockSource ?? systemClock).utcMs(),
      record,
      replay,
      scenario,
      simulate,
      onlyHere: isLoopback(options.host),
      modelFolder: options.modelFolder ?? process.env.LANTERN_MODEL_FOLDER,
      ...(options.journal === undefined ? {} : { journal: options.journal }),
    });
    const { board, events } = this.#parts;
    this.#publisher = new DeltaPublisher({
      events,
      state: () => board.state(),
      clock: () => board.clockView(),
      snapshot: () => board.snapshot(),
    });
  }

  get url(): string {
    const { host, port } = this.#server ?? { host: this.#options.host, port: this.#options.port };
    // What listens on all networks is reached here by the loopback address.
    const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
    const page = `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}/?token=${this.token}`;
    const { replay } = this.#options;
    return replay === undefined ? page : `${page}#/archive/${replayMissionId}?play=${replay.speed}`;
  }

  get origin(): string {
    const { certificate } = this;
    const port = this.#secureServer?.port ?? this.#server?.port ?? this.#options.port;
    const host = hostForOthers(this.#options.host, networkInterfaces(), certificate);
    return `${this.#secureServer === undefined ? "http" : "https"}://${host}:${port}`;
  }

  get simulator(): Simulator | undefined {
    return this.#parts.simulation.simulator;
  }

  snapshot(): StateSnapshot {
    return this.#parts.board.snapshot();
  }

  onArmed(listener: (armed: boolean) => void): () => void {
    this.#armedListeners.add(listener);
    return () => this.#armedListeners.delete(listener);
  }

  /** @returns why it can't run, where it can't */
  async start(): Promise<StartFault | undefined> {
    const { heat, recording } = this.#parts;
    recording.reportOpening();
    heat.restore(recording.recovered?.heat ?? []);
    this.#parts.plans.look();
    this.#parts.lookAtIncident();
    void this.#parts.terrains.start();
    const sourceFault = this.#startSources();
    const fault = (await this.#listen()) ?? sourceFault;
    if (fault !== undefined) return fault;
    this.#stopTimers = startTimers({
      parts: this.#parts,
      publisher: this.#publisher,
      clockSource: this.#options.clockSource ?? systemClock,
      onTick: () => this.#watchArmed(),
    });
    return undefined;
  }

  async close(): Promise<void> {
    this.#stopTimers();
    const { archive, examples, incident, links, recording, search, simulation, thermal } = this.#parts;
    // Together, so that slow clients and workers cost the same second; the record comes last and keeps all that came before.
    await Promise.all([
      this.#server?.close(),
      this.#secureServer?.close(),
      thermal.close(),
      simulation.close(),
      search.close(),
      archive.close(),
    ]);
    await Promise.all([links.close(), examples.close(), this.#parts.media?.close()]);
    incident.look();
    await this.#parts.journal?.close();
    await recording.close();
    await this.#replay?.drop();
  }

  async #listen(): Promise<StartFault | undefined> {
    const { board, clock, examples, heat, ground, incident, invites, thermal } = this.#parts;
    const handlers = requestHandlers({
      ...this.#parts,
      origin: () => this.origin,
      startSimulator: () => this.#parts.simulation.request(),
    });
    const { host, port, https } = this.#options;
    const listening: Omit<HttpServerOptions, "port"> = {
      host,
      token: this.token,
      publisher: this.#publisher,
      rendererFolder: rendererFolder(),
      service: {
        snapshot: () => board.snapshot(),
        request: (request, principal) => answerRequest(handlers, request, { principal, things: incident.things }),
        invites: {
          lookUp: (token) => invites.lookUp(token),
          standing: (inviteId) => invites.standing(inviteId),
          onChanged: (listener) => incident.onChanged(listener),
        },
        field: {
          get things() {
            return incident.things;
          },
          get whereabouts() {
            return incident.whereabouts;
          },
          get centre() {
            return ground.centre;
          },
          clock,
        },
        help: this.#parts.help,
        incidents: this.#parts.incidents,
        tracks: (id) => {
          const { archive, log } = this.#parts.incident;
          const points = log.ids.includes(id) ? archive?.tracks(id) : undefined;
          return points === undefined ? undefined : tracksOf(points);
        },
        files: this.#parts.files,
        search: this.#parts.search,
        archive: this.#parts.archive,
        missionFiles: this.#parts.missionFiles,
        reports: this.#parts.reports,
        join: (operator) => this.#join(operator),
        steer: (request) => void this.#parts.steering.steer(request),
        baseMap: () => ground.map,
        thumbnail: (id) => heat.thumbnail(id),
        parameters: this.#parts.parameterLists,
        planFiles: this.#parts.planFiles,
        crop: (id, vehicleId) => heat.crop(id, vehicleId),
        feeds: this.#parts.feedService,
        examples: {
          list: async () => (await examples.store?.list()) ?? [],
          zip: () => (examples.store === undefined ? undefined : exampleZip(examples.store)),
        },
        addTerrain: (file) => this.#parts.terrains.add(file),
        thermalPicture: (id) => thermal.snapshot(id),
      },
    };
    const result = await listen({ ...listening, port });
    if (!result.ok) return result.fault;
    this.#server = result.server;
    if (https === undefined) return undefined;
    const found = serverCertificate({
      files: https.files,
      folder: https.folder,
      hosts: ownHosts(networkInterfaces(), hostname()),
      utcMs: Date.now(),
    });
    if (!found.ok) return { code: "bad-certificate", detail: found.detail };
    this.certificate = found.certificate;
    const secure = await listen({ ...listening, port: https.port, certificate: found.certificate });
    if (!secure.ok) return secure.fault;
    this.#secureServer = secure.server;
    return undefined;
  }

  #join(operator: Operator): () => void {
    const { operators, steering } = this.#parts;
    const leave = operators.join(operator);
    return () => {
      leave();
      if (!operators.isPresent(operator.id)) steering.operatorLeft(operator.id);
    };
  }

  #startSources(): StartFault | undefined {
    for (const spec of this.#options.links) {
      const added = addLink(this.#parts, spec);
      if (!added.ok && added.fault.code !== "link-exists") return { code: "bad-link-spec", detail: added.fault.detail };
    }
    // Not waited for: the page can load meanwhile.
    if (this.#scenario !== undefined) void this.#parts.simulation.fly(this.#scenario);
    return undefined;
  }

  #watchArmed(): void {
    const armed = [...this.#parts.fleet.vehicles.values()].some((vehicle) => vehicle.armed);
    if (armed === this.#armed) return;
    this.#armed = armed;
    for (const listener of this.#armedListeners) listener(armed);
  }
}
