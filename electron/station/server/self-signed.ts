import { createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";
import { bits, integer, objectId, octets, sequence, setOf, tagged, utcTime, utf8 } from "./der.ts";

export interface SelfSignedOptions {
  /** Names and IPv4 addresses that it is good for. */
  readonly hosts: readonly string[];
  readonly fromUtcMs: number;
  readonly untilUtcMs: number;
  /** As PEM; a new one otherwise. */
  readonly key?: string | undefined;
}

/** Both as PEM. */
export interface SelfSigned {
  readonly certificate: string;
  readonly key: string;
}

const oids = {
  commonName: "2.5.4.3",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  extendedKeyUsage: "2.5.29.37",
  serverAuth: "1.3.6.1.5.5.7.3.1",
} as const;

const extension = (oid: string, content: Buffer): Buffer => sequence(objectId(oid), octets(content));

/** A host as a general name: 2 is a DNS name, 7 an address (RFC 5280, 4.2.1.6). */
const generalName = (host: string): Buffer =>
  isIPv4(host)
    ? tagged(7, Buffer.from(host.split(".").map(Number)), { constructed: false })
    : tagged(2, Buffer.from(host, "ascii"), { constructed: false });

const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${der.toString("base64").replace(/.{64}/g, "$&\n").trimEnd()}\n-----END ${label}-----\n`;

/** An X.509 certificate (RFC 5280) that a station signs for itself, with a key on the curve P-256. */
export const selfSigned = ({ hosts, fromUtcMs, untilUtcMs, key: given }: SelfSignedOptions): SelfSigned => {
  const key =
    given ??
    generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const algorithm = sequence(objectId(oids.ecdsaWithSha256));
  const name = sequence(setOf(sequence(objectId(oids.commonName), utf8("Lantern"))));
  const extensions = sequence(
    extension(oids.basicConstraints, sequence()),
    extension(oids.extendedKeyUsage, sequence(objectId(oids.serverAuth))),
    extension(oids.subjectAltName, sequence(...hosts.map(generalName))),
  );
  const body = sequence(
    // Version 3.
    tagged(0, integer(Buffer.from([2]))),
    // 120 random bits, written without a sign or leading zeros.
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    algorithm,
    name,
    sequence(utcTime(fromUtcMs), utcTime(untilUtcMs)),
    name,
    createPublicKey(key).export({ type: "spki", format: "der" }),
    tagged(3, extensions),
  );
  const certificate = sequence(body, algorithm, bits(sign("sha256", body, key)));
  return { certificate: pem("CERTIFICATE", certificate), key };
};
