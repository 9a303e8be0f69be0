import { type RequestHandlers, refused } from "../request-desk.ts";

type FlightKinds =
  | "vehicle.do"
  | "vehicles.do"
  | "vehicle.steer"
  | "operation.cancel"
  | "custody.take"
  | "custody.ask"
  | "custody.give"
  | "custody.keep";

const later = () => refused("not-possible", "This station can't do it yet.");

/** Commands, custody and hands on the stick. */
export const flightRequests = (): Pick<RequestHandlers, FlightKinds> => ({
  "vehicle.do": later,
  "vehicles.do": later,
  "vehicle.steer": later,
  "operation.cancel": later,
  "custody.take": later,
  "custody.ask": later,
  "custody.give": later,
  "custody.keep": later,
});
