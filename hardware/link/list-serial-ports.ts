import { readdir } from "node:fs/promises";
import type { SerialPortInfo } from "../../shared/wire/requests.ts";

/** What serialport tells of a device; more fields exist. */
export interface FoundPort {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly friendlyName?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly pnpId?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
}

export interface ListSerialPortsOptions {
  /** The system's own list; serialport's unless a test hands one in. */
  readonly find?: () => Promise<readonly FoundPort[]>;
  readonly deviceFolder?: string;
}

/** The serial devices that could be a radio or an autopilot, each with a label that people recognise. Never rejects. */
export const listSerialPorts = async ({
  find = findPorts,
  deviceFolder = "/dev",
}: ListSerialPortsOptions = {}): Promise<SerialPortInfo[]> => {
  try {
    return (await find()).filter(isReal).map((port) => ({ path: port.path, label: label(port) }));
  } catch {
    // serialport asks udevadm, which a slim Linux lacks: the names in /dev say enough.
    return listDeviceFolder(deviceFolder);
  }
};

const findPorts = async (): Promise<readonly FoundPort[]> => {
  const { SerialPort } = await import("serialport");
  return SerialPort.list();
};

/** Linux lists 32 ports ttyS0 to ttyS31 whether a chip is behind them or not; a real one has an id. */
const isReal = (port: FoundPort): boolean =>
  !/\/ttyS\d+$/.test(port.path) || port.pnpId !== undefined || port.vendorId !== undefined;

const label = (port: FoundPort): string => {
  // udev's id reads like "usb-ArduPilot_Pixhawk6C_3300-if00".
  const fromId = port.pnpId
    ?.replace(/^usb-/, "")
    .replace(/-(if|port)\d+.*$/, "")
    .replaceAll("_", " ");
  const name = port.friendlyName ?? (fromId !== undefined && !fromId.includes("\\") ? fromId : port.manufacturer);
  if (name === undefined || name === "") return port.path;
  return name.includes(port.path) ? name : `${name} (${port.path})`;
};

const listDeviceFolder = async (folder: string): Promise<SerialPortInfo[]> => {
  try {
    const names = await readdir(folder);
    const devices = names.filter((name) => /^(ttyUSB|ttyACM|ttyAMA|ttyTHS|cu\.usb)/.test(name)).sort();
    return devices.map((name) => ({ path: `${folder}/${name}`, label: `${folder}/${name}` }));
  } catch {
    return [];
  }
};
