import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { sendVideo, type VideoSender, type VideoSenderOptions } from "./video-sender.ts";

export interface RtspServerOptions extends Omit<VideoSenderOptions, "to"> {
  /** Any that is free, if absent. */
  readonly port?: number;
  /** What is served, after the host: "/main". */
  readonly path?: string;
  /** Asked for by Basic authentication. */
  readonly login?: { readonly user: string; readonly password: string };
}

/** A camera's RTSP server for one client at a time, by TCP interleaving (RFC 2326 10.12), with ffmpeg as the camera. */
export class RtspServer {
  readonly #options: RtspServerOptions;
  readonly #server: Server = createServer();
  readonly #udp: UdpSocket = createSocket("udp4");
  readonly #sockets = new Set<Socket>();
  readonly requests: string[] = [];
  #playing: Socket | undefined;
  #sender: VideoSender | undefined;

  constructor(options: RtspServerOptions) {
    this.#options = options;
  }

  async open(): Promise<this> {
    this.#server.on("connection", (socket) => this.#serve(socket));
    this.#server.listen(this.#options.port ?? 0, "127.0.0.1");
    this.#udp.bind(0, "127.0.0.1");
    await Promise.all([once(this.#server, "listening"), once(this.#udp, "listening")]);
    this.#udp.on("message", (packet) => {
      const frame = Buffer.alloc(4 + packet.length);
      frame[0] = 0x24;
      frame.writeUInt16BE(packet.length, 2);
      packet.copy(frame, 4);
      this.#playing?.write(frame);
    });
    this.#sender = sendVideo({ ...this.#options, to: `rtp://127.0.0.1:${this.#udp.address().port}` });
    return this;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address ? address.port : 0;
  }

  get sender(): VideoSender | undefined {
    return this.#sender;
  }

  async close(): Promise<void> {
    await this.#sender?.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#udp.close();
    this.#server.close();
    await once(this.#server, "close");
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#sockets.delete(socket);
      if (this.#playing === socket) this.#playing = undefined;
    });
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      for (let end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
        this.#answer(socket, text.slice(0, end));
        text = text.slice(end + 4);
      }
    });
  }

  #answer(socket: Socket, request: string): void {
    const [first = ""] = request.split("\r\n");
    const [method = "", url = ""] = first.split(" ");
    if (!/^[A-Z_]+$/.test(method)) return;
    this.requests.push(method);
    const sequence = /^CSeq: *(\d+)/im.exec(request)?.[1] ?? "0";
    const reply = (status: string, headers: readonly string[] = [], body = ""): void => {
      socket.write([`RTSP/1.0 ${status}`, `CSeq: ${sequence}`, ...headers, "", body].join("\r\n"));
    };
    const { path = "/main", login } = this.#options;
    const asked = login && Buffer.from(`${login.user}:${login.password}`).toString("base64");
    if (method !== "OPTIONS" && asked && !request.includes(`Basic ${asked}`)) {
      reply("401 Unauthorized", ['WWW-Authenticate: Basic realm="camera"']);
      return;
    }
    if (method === "DESCRIBE" && !url.endsWith(path)) {
      reply("404 Not Found");
      return;
    }
    switch (method) {
      case "OPTIONS":
        reply("200 OK", ["Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"]);
        return;
      case "DESCRIBE": {
        const codec = this.#options.encoding === "h265" ? "H265" : "H264";
        const lines = ["v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=camera", "t=0 0", "m=video 0 RTP/AVP 96"];
        const body = [...lines, `a=rtpmap:96 ${codec}/90000`, "a=control:track1", ""].join("\r\n");
        reply("200 OK", ["Content-Type: application/sdp", `Content-Length: ${body.length}`], body);
        return;
      }
      case "SETUP":
        reply("200 OK", ["Session: 1", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1"]);
        return;
      case "PLAY":
        reply("200 OK", ["Session: 1"]);
        this.#playing = socket;
        return;
      default:
        reply("200 OK", ["Session: 1"]);
    }
  }
}
