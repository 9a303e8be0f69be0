import { statSync } from "node:fs";
import { H264Units } from "../picture/h264-units.ts";
import { awaitStream } from "./await-stream.ts";
import { CaptureClock } from "./capture-clock.ts";
import { type FfmpegCall, type FfmpegPlace, ffmpegCall, type RtpFound } from "./ffmpeg-arguments.ts";
import { type FfmpegEnd, ffmpegFault } from "./ffmpeg-fault.ts";
import { FfmpegProcess } from "./ffmpeg-process.ts";
import { findProgram } from "./find-program.ts";
import { NutDemuxer, type NutFrame } from "./nut-demuxer.ts";
import type { PictureSource, SourceEvents, SourceFault } from "./picture-source.ts";

/** No picture for so long: something is wrong. */
const STALL_MS = 3000;
/** To open an address, and for the first key picture: some cameras send one every few seconds only. */
const FIRST_PICTURE_MS = 12_000;
const FIRST_BACK_OFF_MS = 500;
const LONGEST_BACK_OFF_MS = 8000;
/** A stream that stays late isn't begun anew more often: its places say how unsure they are. */
const CATCH_UP_EVERY_MS = 60_000;
/** What listens loses nothing by trying again soon. */
const LISTEN_AGAIN_MS = 500;

export interface FfmpegSourceOptions {
  readonly place: FfmpegPlace;
  /** Without passwords. */
  readonly shown: string;
  readonly latencyMs: number;
  readonly latencySigmaMs: number;
  /** The main thread's monotonic clock, ms. */
  readonly now: () => number;
  readonly events: SourceEvents;
}

/** One ffmpeg, watched over: whenever it ends, hangs or brings nothing, it is started again, ever less often. */
export class FfmpegSource implements PictureSource {
  readonly #options: FfmpegSourceOptions;
  #latency: { readonly latencyMs: number; readonly latencySigmaMs: number };
  #run: Run | undefined;
  #stopListening: (() => Promise<void>) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #backOffMs = FIRST_BACK_OFF_MS;
  #sequence = 0;
  #codec = "";
  #closed = false;
  #caughtUpMs = Number.NEGATIVE_INFINITY;
  /** Counts starts, so that what belongs to an earlier one is known. */
  #turn = 0;
  #ending: Promise<void> = Promise.resolve();

  constructor(options: FfmpegSourceOptions) {
    this.#options = options;
    this.#latency = options;
    options.events.state("connecting");
    this.#start();
  }

  setLatency(latency: { readonly latencyMs: number; readonly latencySigmaMs: number }): void {
    this.#latency = latency;
    this.#run?.clock.setLatency(latency);
  }

  retry(): void {
    if (this.#closed) return;
    this.#backOffMs = FIRST_BACK_OFF_MS;
    this.#options.events.state("connecting");
    this.#stop();
    this.#start();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stop();
    await this.#ending;
  }

  /** Ends whatever goes on; what it still says isn't heard. */
  #stop(): void {
    this.#turn++;
    clearTimeout(this.#timer);
    const [run, stopListening] = [this.#run, this.#stopListening];
    this.#run = undefined;
    this.#stopListening = undefined;
    this.#ending = Promise.all([this.#ending, run?.process.end(), stopListening?.()]).then(() => {});
  }

  #start(): void {
    const turn = ++this.#turn;
    void this.#ending.then(() => {
      if (turn !== this.#turn || this.#closed) return;
      const { place, shown } = this.#options;
      const program = findProgram(process.env.LANTERN_FFMPEG ?? "ffmpeg");
      if (program === undefined) {
        const detail = `${shown}: this computer has no ffmpeg, which reads video. Install it (Linux: apt install ffmpeg), or name it in LANTERN_FFMPEG. Raw y16tcp:// cameras need none.`;
        this.#failed({ code: "no-ffmpeg", detail });
        return;
      }
      const missing = place.kind === "path" ? missingFile(place.path, shown) : undefined;
      if (missing) this.#failed(missing);
      else if (isListener(place)) this.#listen(program, place);
      else this.#read(program);
    });
  }

  #listen(program: string, place: Extract<FfmpegPlace, { readonly kind: "rtp" | "mpeg-ts" }>): void {
    const { events, shown } = this.#options;
    const stop = awaitStream({
      host: place.host,
      port: place.port,
      expects: place.kind,
      onFound: (found) => {
        if (this.#stopListening !== stop) return;
        clearTimeout(this.#timer);
        this.#stopListening = undefined;
        const turn = this.#turn;
        void stop().then(() => {
          if (turn === this.#turn) this.#read(program, found);
        });
      },
      onFault: (fault) => {
        if (this.#stopListening !== stop) return;
        if (fault.code === "not-decodable") events.state("stalled", fault);
        else this.#failed(fault);
      },
    });
    this.#stopListening = stop;
    this.#timer = setTimeout(() => {
      const detail = `${shown}: nothing comes to UDP port ${place.port} so far. Let the camera send to this computer's address and this port, and allow it in the firewall.`;
      events.state("stalled", { code: "no-picture", detail });
    }, STALL_MS);
  }

  #read(program: string, found?: RtpFound): void {
    const { place, events, now } = this.#options;
    const call = ffmpegCall(place, found);
    const clock = new CaptureClock({ heldPictures: call.heldPictures });
    clock.setLatency(this.#latency);
    const pictures = new NutDemuxer();
    const stream = new NutDemuxer();
    const run: Run = {
      clock,
      call,
      pictures: 0,
      dataMs: undefined,
      units: undefined,
      process: new FfmpegProcess(program, call, {
        pictures: (chunk) => {
          if (run !== this.#run) return;
          events.bytes();
          pictures.push(chunk, (frame) => {
            if (run === this.#run) this.#takeFrame(run, frame, pictures, now());
          });
        },
        stream: (chunk) => {
          if (run !== this.#run) return;
          run.dataMs = now();
          stream.push(chunk, (frame) => {
            if (run === this.#run) this.#takeCoded(run, frame, stream, now());
          });
          if (stream.stream) this.#tellCodec(codecOf(stream.stream.fourcc));
        },
        ended: (code, signal) => this.#ended(run, { why: "exit", code, signal }),
      }),
    };
    this.#run = run;
    if (place.kind === "rtp") this.#tellCodec(found?.encoding ?? place.encoding);
    if (!call.copies) this.#tellCodec(place.kind === "http" ? "mjpeg" : call.raw ? "y16" : "raw");
    this.#expect(run, FIRST_PICTURE_MS);
  }

  #takeFrame(run: Run, frame: NutFrame, { stream }: NutDemuxer, arrivalMs: number): void {
    const { widthPx = 0, heightPx = 0 } = stream ?? {};
    const pixels = widthPx * heightPx;
    // ffmpeg goes on with the new size, but says so nowhere: it has to begin anew.
    if (
      frame.data.length !== (run.call.raw ? 2 * pixels : pixels + 2 * chromaPixels(widthPx, heightPx)) ||
      pixels === 0
    ) {
      this.#again(0);
      return;
    }
    const { place, events } = this.#options;
    if (run.pictures++ === 0) events.state("streaming");
    this.#backOffMs = FIRST_BACK_OFF_MS;
    this.#expect(run, STALL_MS);
    run.process.forgetWords();
    run.clock.note(frame.ptsMs, arrivalMs);
    if (run.clock.isStuck) {
      this.#again(0);
      return;
    }
    if (run.clock.isLate && this.#catchesUp(run, arrivalMs)) return;
    const { captureMs, sigmaMs } = run.clock.captureOf(frame.ptsMs, arrivalMs);
    const radiometry = place.kind === "v4l2" || place.kind === "path" ? place.radiometry : undefined;
    const chroma = chromaPixels(widthPx, heightPx);
    events.frame({
      widthPx,
      heightPx,
      sequence: ++this.#sequence,
      values: run.call.raw
        ? { kind: "counts", data: new Uint16Array(frame.data.buffer), ...(radiometry ? { radiometry } : {}) }
        : {
            kind: "grey",
            data: frame.data.subarray(0, pixels),
            chroma: { cb: frame.data.subarray(pixels, pixels + chroma), cr: frame.data.subarray(pixels + chroma) },
          },
      captureProcessMs: captureMs,
      captureSigmaMs: sigmaMs,
    });
  }

  /** What waits somewhere on the way is outdated: a new connection begins with what is seen now. */
  #catchesUp(run: Run, nowMs: number): boolean {
    const { place, shown, events } = this.#options;
    if (place.kind !== "rtsp" && place.kind !== "rtp" && place.kind !== "mpeg-ts") {
      // It stood still on this computer and goes on where it was.
      run.clock.restart();
      return false;
    }
    if (nowMs - this.#caughtUpMs < CATCH_UP_EVERY_MS) return false;
    this.#caughtUpMs = nowMs;
    const detail = `${shown}: pictures come ever later; connecting anew. Where that doesn't help, let the camera send fewer or smaller ones.`;
    events.state("stalled", { code: "stalled", detail });
    this.#again(0);
    return true;
  }

  #takeCoded(run: Run, frame: NutFrame, { stream }: NutDemuxer, arrivalMs: number): void {
    if (!stream || codecOf(stream.fourcc) !== "h264") return;
    run.units ??= new H264Units(stream.codecData);
    run.clock.note(frame.ptsMs, arrivalMs);
    const picture = run.units.push(frame.data);
    const { codec, isForBrowsers } = run.units;
    if (!picture || codec === undefined || !isForBrowsers) return;
    const { captureMs } = run.clock.captureOf(frame.ptsMs, arrivalMs);
    const { widthPx, heightPx } = stream;
    this.#options.events.coded({ ...picture, captureProcessMs: captureMs, codec, widthPx, heightPx });
  }

  #tellCodec(codec: string): void {
    if (codec === this.#codec) return;
    this.#codec = codec;
    this.#options.events.codec(codec);
  }

  /** Gives the run up unless this is called again before. */
  #expect(run: Run, withinMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { pictures, dataMs = Number.NEGATIVE_INFINITY } = run;
      const dataComes = this.#options.now() - dataMs < withinMs / 2;
      this.#ended(run, { why: "silent", pictures, seconds: Math.round(withinMs / 1000), dataComes });
    }, withinMs);
  }

  /** Once for each run, whatever comes first. */
  #ended(run: Run, end: FfmpegEnd): void {
    if (run !== this.#run || this.#closed) return;
    const { place, shown, events } = this.#options;
    const fault = ffmpegFault(place, shown, run.process.words, end);
    const isOver = place.kind === "path" && fault.code === "ended" && run.pictures > 0;
    if (!isOver) {
      this.#failed(fault);
      return;
    }
    this.#stop();
    const detail = `${shown}: played to its end; "try again" plays it once more, ?loop=1 again and again.`;
    events.state("ended", { code: "ended", detail });
  }

  #failed(fault: SourceFault): void {
    this.#options.events.state("stalled", fault);
    const listens = isListener(this.#options.place) && fault.code !== "no-ffmpeg" && fault.code !== "device-busy";
    this.#again(listens ? LISTEN_AGAIN_MS : this.#backOffMs);
    this.#backOffMs = Math.min(LONGEST_BACK_OFF_MS, this.#backOffMs * 2);
  }

  #again(afterMs: number): void {
    this.#stop();
    this.#timer = setTimeout(() => this.#start(), afterMs);
  }
}

interface Run {
  readonly process: FfmpegProcess;
  readonly clock: CaptureClock;
  readonly call: FfmpegCall;
  pictures: number;
  /** When a piece of the stream came last. */
  dataMs: number | undefined;
  units: H264Units | undefined;
}

const chromaPixels = (widthPx: number, heightPx: number): number => Math.ceil(widthPx / 2) * Math.ceil(heightPx / 2);

const isListener = (place: FfmpegPlace): place is Extract<FfmpegPlace, { readonly kind: "rtp" | "mpeg-ts" }> =>
  place.kind === "rtp" || (place.kind === "mpeg-ts" && place.transport === "udp");

/** As ffmpeg's users call them. */
const codecOf = (fourcc: string): string => {
  const name = fourcc.trim().toLowerCase();
  return { hevc: "h265", mjpg: "mjpeg", avc1: "h264", mp4v: "mpeg4" }[name] ?? name;
};

const missingFile = (path: string, shown: string): SourceFault | undefined => {
  try {
    statSync(path);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "EACCES"
      ? { code: "access-denied", detail: `${shown}: this user may not read it.` }
      : { code: "file-missing", detail: `${shown}: there is no such file on the station's computer.` };
  }
};
