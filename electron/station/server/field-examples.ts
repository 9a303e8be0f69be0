import type { Outbox, OutboxItem } from "../../../shared/wire/field.ts";

const place = { latDeg: 30.8712, lonDeg: 120.4338 } as const;
/** By a phone whose clock is a day ahead: what counts is how long before sending. */
const sentAtPhoneMs = 1_793_798_400_000;
const at = (number: number, agoMs: number) => ({
  id: `f0000000000000000000000000000${String(number).padStart(3, "0")}`,
  happenedAtPhoneMs: sentAtPhoneMs - agoMs,
});

/** One of each, oldest first. */
const items: { readonly [K in OutboxItem["kind"]]: Extract<OutboxItem, { readonly kind: K }> } = {
  step: { kind: "step", ...at(1, 600_000), assignmentId: "assignment-1", step: "accepted", place },
  position: { kind: "position", ...at(2, 120_000), place, sigmaM: 6, speedMps: 1.1, batteryFraction: 0.64 },
  acknowledge: { kind: "acknowledge", ...at(3, 90_000), messageId: "message-1" },
  message: { kind: "message", ...at(4, 60_000), text: "At the bridge, going north" },
  clue: {
    kind: "clue",
    ...at(5, 30_000),
    nature: "object",
    text: "A blue scarf",
    place,
    sigmaM: 8,
    photos: ["photo-0001"],
  },
  help: { kind: "help", ...at(6, 0), text: "Ankle", place },
};

/** A batch with one item of each kind. */
export const outboxExample: Outbox = { sentAtPhoneMs, items: Object.values(items) };
