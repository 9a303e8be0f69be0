import type { networkInterfaces } from "node:os";
import { networkAddresses } from "./own-hosts.ts";

/** What encrypts, where something does. */
export interface NoticeHttps {
  /** Where others reach it, "https://10.0.0.5:8443". */
  readonly origin: string;
  readonly fingerprint: string;
  readonly isOwn: boolean;
}

const isOnlyHere = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.");

/**
 * What a person must know who lets other computers in: which addresses they open, what is encrypted and what isn't, and what
 * browsers will say of it.
 * @param url the station's page, with its token
 * @returns undefined where only this computer can reach the station, by plain HTTP
 */
export const networkNotice = (
  host: string,
  url: string,
  interfaces: ReturnType<typeof networkInterfaces>,
  https?: NoticeHttps,
): string | undefined => {
  if (isOnlyHere(host)) return https === undefined ? undefined : httpsNotice(https, url);
  const isAll = host === "0.0.0.0" || host === "::";
  const { port, search, hash } = new URL(url);
  const addresses = isAll
    ? networkAddresses(interfaces).map((address) => `\n  http://${address}:${port}/${search}${hash}`)
    : [`\n  ${url}`];
  const reach = `Other computers can reach this station${isAll ? " on every network of this one" : ""}. Whoever has its address with the token can use it`;
  if (https === undefined)
    return `${reach}, and nothing is encrypted: use it on networks that you trust.${addresses.join("")}\nPhones tell their position only to pages that came by https: start it with --https for that.\n`;
  return `${reach}; what comes by http is not encrypted.${addresses.join("")}\n${httpsNotice(https, url)}`;
};

const httpsNotice = ({ origin, fingerprint, isOwn }: NoticeHttps, url: string): string => {
  const { search, hash } = new URL(url);
  const address = `Encrypted, and for phones:\n  ${origin}/${search}${hash}\n`;
  if (!isOwn) return address;
  return `${address}Browsers will warn once that they don't know this certificate, since the station signed it itself. Compare its fingerprint
(SHA-256) where it matters, then choose "Advanced" and "Proceed", or on an iPhone "Show Details" and "visit this website":
  ${fingerprint}\n`;
};
