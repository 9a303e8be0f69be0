import type { MessagePort } from "node:worker_threads";
import type { AnswerMessage, DetectorFault, PictureMessage, ToClient } from "./network-messages.ts";
import type { DetectorAnswer, DetectorClient, GreyPicture } from "./person-detector.ts";

/** Handed to the worker at once: one that it searches, one that waits, and one that takes the waiting one's place. */
const MOST_UNDER_WAY = 3;

/**
 * A source's line to the network, to be made where its pictures are.
 * @param port from `PersonDetector.connect()`; it is the client's from here on
 * @param passes "in-time": a quick pass where pictures come faster than they can be searched in full
 */
export const detectorClient = (port: MessagePort, passes: PictureMessage["passes"] = "full"): DetectorClient =>
  new PortClient(port, passes);

interface Waiting {
  readonly picture: GreyPicture;
  readonly resolve: (answer: DetectorAnswer) => void;
}

type Way =
  | { readonly state: "starting" }
  | { readonly state: "open"; readonly port: MessagePort }
  | { readonly state: "fault"; readonly fault: DetectorFault }
  | { readonly state: "closed" };

class PortClient implements DetectorClient {
  readonly #control: MessagePort;
  readonly #passes: PictureMessage["passes"];
  #way: Way = { state: "starting" };
  #waiting: Waiting | undefined;
  readonly #underWay = new Map<number, { readonly resolve: Waiting["resolve"]; readonly own?: Uint8Array }>();
  /** Shared memory that no picture is in. */
  #free: Uint8Array[] = [];
  #lastId = 0;

  constructor(control: MessagePort, passes: PictureMessage["passes"]) {
    this.#control = control;
    this.#passes = passes;
    control.on("message", (message: ToClient) => {
      if (message.kind === "line") this.#open(message.port);
      else this.#fail(message.fault);
    });
    control.on("close", () => this.close());
  }

  detect(picture: GreyPicture): Promise<DetectorAnswer> {
    const way = this.#way;
    if (way.state === "closed") return Promise.resolve({ state: "skipped" });
    if (way.state === "fault") return Promise.resolve(failed(way.fault));
    return new Promise((resolve) => {
      this.#waiting?.resolve({ state: "skipped" });
      this.#waiting = { picture, resolve };
      this.#send();
    });
  }

  close(): void {
    if (this.#way.state === "closed") return;
    this.#leave({ state: "closed" }, { state: "skipped" });
    this.#free = [];
    this.#control.close();
  }

  #open(port: MessagePort): void {
    if (this.#way.state === "closed") {
      port.close();
      return;
    }
    this.#leave({ state: "open", port }, undefined);
    port.on("message", ({ id, answer }: AnswerMessage) => {
      const asked = this.#underWay.get(id);
      this.#underWay.delete(id);
      if (asked?.own) this.#free.push(asked.own);
      asked?.resolve(answer);
      this.#send();
    });
    this.#send();
  }

  #fail(fault: DetectorFault): void {
    if (this.#way.state !== "closed") this.#leave({ state: "fault", fault }, failed(fault));
  }

  /** @param waiting the answer for the picture that waits, where it waits for nothing any more */
  #leave(next: Way, waiting: DetectorAnswer | undefined): void {
    const lost = waiting ?? failed({ code: "stopped", detail: "The detector was started again." });
    if (this.#way.state === "open") this.#way.port.close();
    this.#way = next;
    // Their memory isn't used again: a dying worker may still read it.
    for (const { resolve } of this.#underWay.values()) resolve(lost);
    this.#underWay.clear();
    if (!waiting) return;
    this.#waiting?.resolve(waiting);
    this.#waiting = undefined;
  }

  #send(): void {
    if (this.#way.state !== "open" || !this.#waiting || this.#underWay.size >= MOST_UNDER_WAY) return;
    const { picture, resolve } = this.#waiting;
    this.#waiting = undefined;
    const id = ++this.#lastId;
    const { widthPx, heightPx } = picture;
    const isShared = picture.data.buffer instanceof SharedArrayBuffer;
    const data = isShared ? picture.data : this.#copy(picture.data);
    this.#underWay.set(id, isShared ? { resolve } : { resolve, own: data });
    this.#way.port.postMessage({ id, widthPx, heightPx, data, passes: this.#passes } satisfies PictureMessage);
  }

  #copy(data: Uint8Array): Uint8Array {
    const found = this.#free.pop();
    const own = found?.length === data.length ? found : new Uint8Array(new SharedArrayBuffer(data.length));
    own.set(data);
    return own;
  }
}

const failed = ({ code, detail }: DetectorFault): DetectorAnswer => ({ state: "failed", fault: code, detail });
