import type { Channel, Link, LinkEvent } from "../../hardware/link/link.ts";
import { FrameWriter } from "../../shared/mavlink/codec.ts";
import type { OutgoingMessage } from "../../shared/protocols/outgoing-message.ts";
import type { VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { LinkView } from "../../shared/wire/state.ts";
import type { AlertBook } from "./alert-book.ts";
import { ChannelHealth } from "./channel-health.ts";
import { ChannelIntake, type FrameArrival } from "./channel-intake.ts";
import { lineBytesPerS, writeMessage } from "./channel-output.ts";
import { channelViews } from "./channel-views.ts";

/** What happens on links that others must know of. */
export interface LinkDeskListener {
  /** A frame, received or sent, before anything is interpreted; borrowed until this returns. */
  onWire(link: Link, bytes: Uint8Array, utcUs: number, start: number, length: number): void;
  onFrame(arrival: FrameArrival): void;
  onChannelClosed(channel: Channel): void;
  onLinkRemoved(link: Link): void;
}

export interface LinkDeskOptions {
  /** Our own identity as a ground station. */
  readonly systemId: number;
  readonly componentId: number;
  readonly alerts: AlertBook;
  readonly listener: LinkDeskListener;
  /** Real monotonic ms. */
  readonly monotonicMs: () => number;
}

interface OpenChannel {
  readonly intake: ChannelIntake;
  readonly health: ChannelHealth;
  readonly writer: FrameWriter;
}

interface OpenLink {
  readonly link: Link;
  readonly builtIn: boolean;
  readonly channels: Map<string, OpenChannel>;
  readonly stopListening: () => void;
  view: LinkView;
}

/** Every link that the station has open: bytes go in to frames here, and messages out. */
export class LinkDesk {
  readonly #options: LinkDeskOptions;
  readonly #links = new Map<string, OpenLink>();
  #views: ReadonlyMap<string, LinkView> = new Map();
  #lastLookMs: number;

  constructor(options: LinkDeskOptions) {
    this.#options = options;
    this.#lastLookMs = options.monotonicMs();
  }

  /** As clients see them; the same map where nothing changed. */
  get views(): ReadonlyMap<string, LinkView> {
    return this.#views;
  }

  has(linkId: string): boolean {
    return this.#links.has(linkId);
  }

  /** @returns the id of a link with the same link string; port 0 is another port each time */
  withSpec(spec: string): string | undefined {
    if (spec.endsWith(":0")) return undefined;
    return [...this.#links.values()].find((open) => open.link.spec === spec)?.link.id;
  }

  viewOf(linkId: string): LinkView | undefined {
    return this.#links.get(linkId)?.view;
  }

  /** Takes a link over and opens it. */
  add(link: Link, kind: { readonly builtIn: boolean }): void {
    const open: OpenLink = {
      ...kind,
      link,
      channels: new Map(),
      stopListening: link.on((event) => this.#onEvent(open, event)),
      view: { id: link.id, spec: link.spec, state: "opening", channels: [], builtIn: kind.builtIn },
    };
    this.#links.set(link.id, open);
    link.open();
    this.#look(open, []);
    this.#publish();
  }

  async remove(linkId: string): Promise<void> {
    const open = this.#links.get(linkId);
    if (open === undefined) return;
    this.#links.delete(linkId);
    this.#publish();
    await open.link.close();
    open.stopListening();
    for (const channel of open.channels.values()) this.#settleChannel(channel.intake.channel);
    this.#options.alerts.settle({ code: "link-fault", subject: linkId });
    this.#options.listener.onLinkRemoved(open.link);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#links.keys()].map((id) => this.remove(id)));
  }

  /**
   * Writes a message on a channel with our identity and that channel's own sequence.
   * @returns false where the channel is gone or its queue full
   */
  sendMessage(channelId: string, message: OutgoingMessage): boolean {
    for (const open of this.#links.values()) {
      const found = open.channels.get(channelId);
      if (found !== undefined) return found.intake.channel.send(writeMessage(found.writer, message));
    }
    return false;
  }

  /** What a channel can carry, bytes a second: a serial line's tenth of its baud rate; undefined for a network. */
  capacityOf(channelId: string): number | undefined {
    return lineBytesPerS(this.#links.get(this.channel(channelId)?.linkId ?? "")?.link.spec ?? "");
  }

  /** Every channel of every link. */
  liveChannelIds(): string[] {
    return [...this.#links.values()].flatMap((open) => [...open.channels.keys()]);
  }

  channel(channelId: string): Channel | undefined {
    for (const open of this.#links.values()) {
      const found = open.channels.get(channelId);
      if (found !== undefined) return found.intake.channel;
    }
    return undefined;
  }

  /** To be called about once a second: rates, views, and what is wrong with what comes in. */
  look(vehicles: Iterable<VehicleState>): void {
    const nowMs = this.#options.monotonicMs();
    const elapsedMs = nowMs - this.#lastLookMs;
    this.#lastLookMs = nowMs;
    const all = [...vehicles];
    for (const open of this.#links.values()) {
      for (const channel of open.channels.values()) {
        channel.intake.measure(elapsedMs);
        this.#judge(open, channel, nowMs, elapsedMs);
      }
      this.#look(open, all);
    }
    this.#publish();
  }

  #judge(open: OpenLink, { intake, health }: OpenChannel, nowMs: number, elapsedMs: number): void {
    const { alerts } = this.#options;
    const verdict = health.look(nowMs, elapsedMs);
    const subject = intake.channel.id;
    const params = { link: `${open.link.spec} (${intake.channel.remote})` };
    if (verdict.garbage) alerts.report({ code: "link-garbage", severity: "warning", subject, params, lasting: true });
    else alerts.settle({ code: "link-garbage", subject });
    if (verdict.flooded) alerts.report({ code: "link-flood", severity: "warning", subject, params, lasting: true });
    else alerts.settle({ code: "link-flood", subject });
  }

  #onEvent(open: OpenLink, event: LinkEvent): void {
    const { listener, monotonicMs } = this.#options;
    switch (event.kind) {
      case "bytes":
        open.channels.get(event.channel.id)?.intake.take(event.bytes, monotonicMs(), event.utcUs);
        return;
      case "sent":
        listener.onWire(open.link, event.bytes, event.utcUs, 0, event.bytes.length);
        return;
      case "channel-opened":
        this.#openChannel(open, event.channel);
        break;
      case "channel-closed":
        open.channels.delete(event.channel.id);
        this.#settleChannel(event.channel);
        listener.onChannelClosed(event.channel);
        break;
      case "state":
        this.#onState(open);
        break;
    }
    this.#look(open, []);
    this.#publish();
  }

  #openChannel(open: OpenLink, channel: Channel): void {
    const { systemId, componentId, listener } = this.#options;
    const intake = new ChannelIntake({
      channel,
      onScanned: (frame, utcUs) => listener.onWire(open.link, frame.bytes, utcUs, frame.start, frame.length),
      onFrame: (arrival) => listener.onFrame(arrival),
    });
    const writer = new FrameWriter({ systemId, componentId });
    open.channels.set(channel.id, { intake, health: new ChannelHealth(intake), writer });
  }

  #onState({ link }: OpenLink): void {
    const { alerts } = this.#options;
    const { state } = link;
    if (state.state === "waiting") {
      const params = { link: link.spec, fault: state.fault.code, detail: state.fault.detail };
      alerts.report({ code: "link-fault", severity: "warning", subject: link.id, params, lasting: true });
    } else if (state.state !== "opening") alerts.settle({ code: "link-fault", subject: link.id });
  }

  #settleChannel(channel: Channel): void {
    this.#options.alerts.settle({ code: "link-garbage", subject: channel.id });
    this.#options.alerts.settle({ code: "link-flood", subject: channel.id });
  }

  #look(open: OpenLink, vehicles: readonly VehicleState[]): void {
    const { link } = open;
    const { state } = link;
    const intakes = [...open.channels.values()].map((channel) => channel.intake);
    const next: LinkView = {
      id: link.id,
      spec: link.spec,
      state: state.state,
      ...(state.state === "waiting" ? { fault: { code: state.fault.code, detail: state.fault.detail } } : {}),
      ...(state.state === "open" && state.address !== undefined ? { address: state.address } : {}),
      channels: channelViews(intakes, vehicles, open.view.channels),
      builtIn: open.builtIn,
    };
    if (JSON.stringify(next) !== JSON.stringify(open.view)) open.view = next;
  }

  #publish(): void {
    this.#views = new Map([...this.#links].map(([id, open]) => [id, open.view]));
  }
}
