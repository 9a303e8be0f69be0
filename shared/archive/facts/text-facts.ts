import type { MavlinkMessage } from "../../mavlink/messages.ts";
import { type FactLimits, type Heard, type Timed, type Topic, timed } from "./fact.ts";
import { KeptList } from "./kept-list.ts";

export interface TextFact extends Timed {
  readonly componentId: number;
  /** MAV_SEVERITY: 0 emergency to 7 debug. */
  readonly severity: number;
  readonly text: string;
}

export interface TextFacts {
  readonly statusTexts: readonly TextFact[];
  readonly omittedTexts: number;
}

interface OpenText {
  readonly componentId: number;
  readonly id: number;
  readonly heard: Heard;
  readonly severity: number;
  text: string;
  nextChunk: number;
}

/** STATUSTEXT.text, bytes; a chunk that isn't full is the last. */
const chunkLength = 50;
/** Longer than any autopilot's: what is behind it is cut. */
const longestText = 1_000;

/** Status texts in the order they began in; those in several chunks are put together, with "…" for chunks that are missing. */
export class TextTopic implements Topic<TextFacts> {
  readonly #texts: KeptList<TextFact>;
  #open: OpenText | undefined;

  constructor({ keep }: FactLimits) {
    this.#texts = new KeptList(keep);
  }

  add(message: MavlinkMessage, heard: Heard): void {
    if (message.name !== "STATUSTEXT") return;
    const { id, chunkSeq, severity, text } = message.fields;
    const open = this.#continued(id, chunkSeq, heard);
    if (open === undefined) this.#finish();
    if (id === 0) {
      this.#say(text, severity, heard);
      return;
    }
    const whole = open ?? { componentId: heard.componentId, id, heard, severity, text: "", nextChunk: 0 };
    if (chunkSeq !== whole.nextChunk) whole.text += "…";
    whole.text = (whole.text + text).slice(0, longestText);
    whole.nextChunk = chunkSeq + 1;
    this.#open = whole;
    if (text.length < chunkLength) this.#finish();
  }

  /** The text that this chunk belongs to, if it was begun. */
  #continued(id: number, chunkSeq: number, heard: Heard): OpenText | undefined {
    const open = this.#open;
    const isSame = open !== undefined && open.id === id && open.componentId === heard.componentId;
    return isSame && chunkSeq >= open.nextChunk ? open : undefined;
  }

  #finish(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open !== undefined) this.#say(open.text, open.severity, open.heard);
  }

  #say(text: string, severity: number, heard: Heard): void {
    this.#texts.add({ ...timed(heard), componentId: heard.componentId, severity, text });
  }

  get facts(): TextFacts {
    this.#finish();
    return { statusTexts: this.#texts.entries, omittedTexts: this.#texts.omitted };
  }
}
