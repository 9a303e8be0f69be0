import { isIPv4 } from "node:net";
import type { networkInterfaces } from "node:os";

type Interfaces = ReturnType<typeof networkInterfaces>;

/** This computer's IPv4 addresses on networks with others. */
export const networkAddresses = (interfaces: Interfaces): readonly string[] =>
  Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter(({ internal, address }) => !internal && isIPv4(address))
    .map(({ address }) => address);

/** Every name and address under which this computer may be opened: what a certificate of its own is good for. */
export const ownHosts = (interfaces: Interfaces, hostname: string): readonly string[] => {
  const names = ["localhost", hostname, `${hostname}.local`].filter((name) => /^[a-z0-9.-]+$/i.test(name));
  return [...new Set([...names.map((name) => name.toLowerCase()), "127.0.0.1", ...networkAddresses(interfaces)])];
};

/** The host in links for phones: the first that others can reach, or the name that a bought certificate is for. */
export const hostForOthers = (
  boundHost: string,
  interfaces: Interfaces,
  certificate: { readonly isOwn: boolean; readonly names: readonly string[] } | undefined,
): string => {
  const name = certificate?.isOwn === false ? certificate.names.find((one) => !one.startsWith("*")) : undefined;
  if (name !== undefined) return name;
  if (boundHost !== "0.0.0.0" && boundHost !== "::") return boundHost.includes(":") ? `[${boundHost}]` : boundHost;
  return networkAddresses(interfaces)[0] ?? "127.0.0.1";
};
