import { z } from "zod";

/** What a client may ask: `POST /api/requests`, one request a call. Unknown fields are refused. */
export const Request = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("heat.decide"),
    heatId: z.string().min(1),
    /** "new" takes a decision back. */
    decision: z.enum(["new", "confirmed", "dismissed"]),
    /** How it stood on the screen of who decides: where another decided meanwhile, the request is refused. */
    was: z.enum(["new", "confirmed", "dismissed"]).exactOptional(),
    by: z.string().min(1).max(80).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("alert.acknowledge"),
    alertId: z.string().min(1),
    by: z.string().min(1).max(80).exactOptional(),
  }),
  z.strictObject({ kind: z.literal("link.add"), spec: z.string().min(1).max(500) }),
  z.strictObject({ kind: z.literal("link.remove"), linkId: z.string().min(1) }),
  z.strictObject({ kind: z.literal("serial.list") }),
  z.strictObject({
    kind: z.literal("vehicle.rename"),
    vehicleId: z.string().min(1),
    name: z.string().trim().min(1).max(40),
  }),
  z.strictObject({ kind: z.literal("simulator.start") }),
  z.strictObject({
    kind: z.literal("replay.set"),
    playing: z.boolean().exactOptional(),
    speed: z.number().min(0.1).max(100).exactOptional(),
    positionMs: z.number().min(0).exactOptional(),
  }),
]);
export type Request = z.infer<typeof Request>;

/** Each has words in both catalogues: `fault.CODE`. */
export const requestFaultCodes = [
  "bad-request",
  "unknown-heat",
  "unknown-alert",
  "unknown-link",
  "unknown-vehicle",
  "decided-meanwhile",
  "bad-link-spec",
  "link-exists",
  "not-removable",
  "not-replaying",
  "not-possible",
  "recording-failed",
] as const;
export type RequestFaultCode = (typeof requestFaultCodes)[number];

/** A port that can be opened, and what is plugged in there. */
export interface SerialPortInfo {
  readonly path: string;
  readonly label: string;
}

/** The answer; 200 with `ok: true`, else 400 (bad-request), 404 (unknown-*), 409 (the rest). `detail` says what to do, in English. */
export type RequestResult =
  | { readonly ok: true; readonly linkId?: string; readonly ports?: readonly SerialPortInfo[] }
  | { readonly ok: false; readonly fault: { readonly code: RequestFaultCode; readonly detail: string } };
