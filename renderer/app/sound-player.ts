import type { SoundName } from "./sound-limiter.ts";

interface Note {
  readonly hz: number;
  readonly atS: number;
  readonly forS: number;
}

/** Rising for "come and look", falling for "gone", told apart without thinking; no file to load. */
const melodies: Readonly<Record<SoundName, readonly Note[]>> = {
  heat: [
    { hz: 880, atS: 0, forS: 0.14 },
    { hz: 1174.7, atS: 0.15, forS: 0.14 },
    { hz: 1568, atS: 0.3, forS: 0.26 },
  ],
  lost: [
    { hz: 622.3, atS: 0, forS: 0.24 },
    { hz: 415.3, atS: 0.28, forS: 0.42 },
  ],
  back: [
    { hz: 523.3, atS: 0, forS: 0.1 },
    { hz: 784, atS: 0.12, forS: 0.16 },
  ],
  alert: [
    { hz: 698.5, atS: 0, forS: 0.12 },
    { hz: 698.5, atS: 0.2, forS: 0.12 },
  ],
  // Somebody waits for an answer: a question, twice.
  ask: [
    { hz: 587.3, atS: 0, forS: 0.12 },
    { hz: 880, atS: 0.13, forS: 0.16 },
    { hz: 587.3, atS: 0.45, forS: 0.12 },
    { hz: 880, atS: 0.58, forS: 0.2 },
  ],
  refused: [
    { hz: 233.1, atS: 0, forS: 0.16 },
    { hz: 233.1, atS: 0.22, forS: 0.26 },
  ],
  armed: [
    { hz: 659.3, atS: 0, forS: 0.09 },
    { hz: 987.8, atS: 0.1, forS: 0.22 },
  ],
  mode: [{ hz: 784, atS: 0, forS: 0.1 }],
};

const peakGain = 0.22;

/** Synthesises the sounds. Browsers keep it silent until `unlock` is called from within a person's gesture. */
export class SoundPlayer {
  #context: AudioContext | undefined;

  /** @returns whether sound works now */
  async unlock(): Promise<boolean> {
    this.#context ??= new AudioContext();
    if (this.#context.state === "suspended") await this.#context.resume();
    return this.#context.state === "running";
  }

  play(name: SoundName): void {
    const context = this.#context;
    if (context?.state !== "running") return;
    const startS = context.currentTime + 0.02;
    for (const note of melodies[name]) {
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      oscillator.type = "triangle";
      oscillator.frequency.value = note.hz;
      // Faded in and out: a hard edge clicks.
      gain.gain.setValueAtTime(0, startS + note.atS);
      gain.gain.linearRampToValueAtTime(peakGain, startS + note.atS + 0.015);
      gain.gain.exponentialRampToValueAtTime(0.001, startS + note.atS + note.forS);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(startS + note.atS);
      oscillator.stop(startS + note.atS + note.forS + 0.02);
    }
  }
}
