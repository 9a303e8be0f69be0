import type { LinkFault } from "./link.ts";
import { hostPort } from "./parse-link-spec.ts";

/** What was being bound or reached. */
export interface NetworkTarget {
  readonly protocol: "UDP" | "TCP";
  readonly host: string;
  readonly port: number;
}

/** The system's error code ("EADDRINUSE"), or "" where there is none. */
const errorCode = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

/** An error's own words, whatever was thrown. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Says in words what a socket's error means and what to do about it. */
export const networkFault = (error: unknown, { protocol, host, port }: NetworkTarget): LinkFault => {
  const where = hostPort(host, port);
  switch (errorCode(error)) {
    case "EADDRINUSE":
      return {
        code: "port-taken",
        detail: `${protocol} port ${port} is taken by another program, perhaps another ground station. Close it or choose another port.`,
      };
    case "EADDRNOTAVAIL":
      return { code: "other", detail: `This computer has no address ${host}. Use 0.0.0.0 to listen on all of them.` };
    case "EACCES":
    case "EPERM":
      return {
        code: "permission-denied",
        detail: `The system doesn't allow ${protocol} ${where}. Choose a port from 1024 up, and check the firewall.`,
      };
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAI_FAIL":
    case "EAI_NODATA":
    case "EAI_NONAME":
      return {
        code: "host-unknown",
        detail: `No host called ${host} was found. Check the name or give its IP address.`,
      };
    case "ECONNREFUSED":
      return {
        code: "connection-refused",
        detail: `${where} refused the connection: nothing listens there yet. Start it or check the port.`,
      };
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ENETDOWN":
    case "EHOSTDOWN":
      return {
        code: "other",
        detail: `There is no way to ${where}. Check the network cable or Wi-Fi and the address.`,
      };
    case "ETIMEDOUT":
      return {
        code: "other",
        detail: `${where} doesn't answer. Check that it is switched on and the address is right.`,
      };
    case "ECONNRESET":
    case "EPIPE":
    case "ECONNABORTED":
      return { code: "lost", detail: `The connection to ${where} broke.` };
    default:
      return { code: "other", detail: `${protocol} ${where}: ${errorText(error)}.` };
  }
};
