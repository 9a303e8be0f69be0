import { strToU8 } from "fflate";
import { sha256 } from "../../mavlink/sha256.ts";
import type { Plan } from "../plan.ts";

/** Checks a plan from a file as one from the network; undefined where it is none. */
export type ParsePlan = (value: unknown) => Plan | undefined;

/** What a file has of a plan as Lantern keeps it, beside what other programs read of it. */
export interface WholePlan {
  readonly version: 1;
  readonly plan: unknown;
  /** Of what other programs read; another one means that one of them changed it. */
  readonly rest: string;
}

const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
};

/** The same for the same content, whatever the order of its members. */
const digest = (value: unknown): string =>
  [...sha256(strToU8(canonical(value)))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param rest what other programs read */
export const wrapPlan = (plan: Plan, rest: unknown): WholePlan => {
  const { id: _id, vehicleId: _vehicleId, ...content } = plan;
  return { version: 1, plan: content, rest: digest(rest) };
};

/** A plan that was wrapped; "changed" where the rest is no longer what it was, undefined where there is none to be trusted. */
export const unwrapPlan = (
  wrapped: unknown,
  rest: unknown,
  { id, vehicleId, parsePlan }: { readonly id: string; readonly vehicleId: string; readonly parsePlan: ParsePlan },
): Plan | "changed" | undefined => {
  if (typeof wrapped !== "object" || wrapped === null || !("plan" in wrapped) || !("rest" in wrapped)) return undefined;
  if (wrapped.rest !== digest(rest)) return "changed";
  if (typeof wrapped.plan !== "object" || wrapped.plan === null) return undefined;
  return parsePlan({ ...wrapped.plan, id, vehicleId });
};
