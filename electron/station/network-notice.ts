import { isIPv4 } from "node:net";
import type { networkInterfaces } from "node:os";

/**
 * What a person must know who lets other computers in: that nothing is encrypted, and which addresses they open.
 * @param url the station's page, with its token
 * @returns undefined where only this computer can reach the station
 */
export const networkNotice = (
  host: string,
  url: string,
  interfaces: ReturnType<typeof networkInterfaces>,
): string | undefined => {
  if (host === "localhost" || host === "::1" || host.startsWith("127.")) return undefined;
  const isAll = host === "0.0.0.0" || host === "::";
  const found = Object.values(interfaces).flatMap((list) => list ?? []);
  const hosts = found.filter(({ internal, address }) => !internal && isIPv4(address)).map(({ address }) => address);
  const { port, search } = new URL(url);
  const addresses = isAll ? hosts.map((address) => `\n  http://${address}:${port}/${search}`) : [`\n  ${url}`];
  return `Other computers can reach this station${isAll ? " on every network of this one" : ""}. Whoever has its address with the token can use it, and nothing is encrypted: use it on networks that you trust.${addresses.join("")}\n`;
};
