import {
  isParameterName,
  type Parameter,
  type ParameterType,
  parameterType,
  parameterTypeNumber,
  sameValue,
} from "./parameter-value.ts";

/** A value in a file; Mission Planner's and ArduPilot's have no types. */
export interface FileParameter {
  readonly name: string;
  readonly value: number;
  readonly type?: ParameterType;
}

/** A line that says nothing that can be used. */
export interface LeftOutLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly reason: "unreadable" | "other-component" | "repeated";
}

export interface ParameterFile {
  readonly values: readonly FileParameter[];
  readonly leftOut: readonly LeftOutLine[];
}

/** Where it stands on: more than any firmware has, several times. */
const maxLines = 20_000;
const maxLineLength = 200;
const maxLeftOut = 100;

/** Plain decimal, as C prints it; a decimal comma is none. */
const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

const numberOf = (text: string | undefined): number | undefined => {
  if (text === undefined || !number.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
};

interface Line extends FileParameter {
  readonly componentId?: number;
}

/** `NAME,VALUE` or `NAME VALUE`, or QGroundControl's vehicle, component, name, value and type parted by tabs. */
const readLine = (text: string): Line | undefined => {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  if (words.length === 5) {
    const [, component, name = "", value, type] = words;
    const componentId = numberOf(component);
    const read = numberOf(value);
    const known = parameterType(numberOf(type) ?? 0);
    if (componentId === undefined || read === undefined || known === undefined || !isParameterName(name))
      return undefined;
    return { name, value: read, type: known, componentId };
  }
  const [name = "", value] = words;
  const read = words.length === 2 ? numberOf(value) : undefined;
  return read === undefined || !isParameterName(name) ? undefined : { name, value: read };
};

/**
 * Reads a file of parameters, of QGroundControl or of Mission Planner and ArduPilot's tools. Of a name that comes twice the
 * last value counts.
 * @param componentId the autopilot's: what a file says of others (a camera's) is left out
 * @returns undefined where nothing in it is a parameter, or it has more lines than one could have
 */
export const readParameterFile = (text: string, componentId = 1): ParameterFile | undefined => {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/, maxLines + 1);
  if (lines.length > maxLines) return undefined;
  const values = new Map<string, FileParameter & { readonly line: number }>();
  const leftOut: LeftOutLine[] = [];
  const leave = (line: number, reason: LeftOutLine["reason"]): void => {
    if (leftOut.length < maxLeftOut) leftOut.push({ line, text: (lines[line - 1] ?? "").trim().slice(0, 80), reason });
  };
  for (const [index, whole] of lines.entries()) {
    const line = index + 1;
    // Mission Planner puts notes behind values too.
    const content = whole.slice(0, maxLineLength).replace(/#.*$/, "").trim();
    if (content === "") continue;
    const { componentId: component = componentId, ...value } = readLine(content) ?? { name: undefined };
    if (value.name === undefined) leave(line, "unreadable");
    else if (component !== componentId) leave(line, "other-component");
    else {
      const before = values.get(value.name);
      if (before !== undefined) leave(before.line, "repeated");
      values.set(value.name, { ...value, line });
    }
  }
  if (values.size === 0) return undefined;
  return { values: [...values.values()].map(({ line: _line, ...value }) => value), leftOut };
};

/** As few digits as bring the same real32 back. */
const shortest = (value: number): string => {
  const stored = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = stored.toPrecision(digits);
    if (Math.fround(Number(text)) === stored) return String(Number(text));
  }
  return String(Number(stored.toPrecision(9)));
};

export interface ParameterFileOwner {
  readonly systemId: number;
  readonly componentId: number;
  /** "D1", in a comment. */
  readonly name: string;
  readonly firmware?: string;
}

const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, " ");

/** QGroundControl's format: tabs, with types, by name. */
export const writeParameterFile = (parameters: readonly Parameter[], owner: ParameterFileOwner): string => {
  const { systemId, componentId, name, firmware } = owner;
  const head = [
    `# Onboard parameters for Vehicle ${systemId} (${oneLine(name)})`,
    ...(firmware === undefined ? [] : [`# Version: ${oneLine(firmware)}`]),
    "#",
    "# Vehicle-Id Component-Id Name Value Type",
  ];
  const rows = [...parameters]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((parameter) => {
      const value = parameter.type === "real32" ? shortest(parameter.value) : String(parameter.value);
      return [systemId, componentId, parameter.name, value, parameterTypeNumber(parameter.type)].join("\t");
    });
  return `${[...head, ...rows].join("\n")}\n`;
};

/** How a file differs from a vehicle. */
export interface ParameterDiff {
  /** On both with different values. */
  readonly changed: readonly {
    readonly name: string;
    readonly vehicle: number;
    readonly file: number;
    readonly type: ParameterType;
  }[];
  /** The vehicle has them, the file doesn't. */
  readonly missing: readonly string[];
  /** The file has them, the vehicle doesn't. */
  readonly unknown: readonly string[];
  /** Equal, as the vehicle stores it. */
  readonly same: number;
}

/** Compares by what the vehicle would store, so that 0.1 in a file is what it makes of 0.1. */
export const diffParameters = (vehicle: readonly Parameter[], file: readonly FileParameter[]): ParameterDiff => {
  const inFile = new Map(file.map(({ name, value }) => [name, value]));
  const onBoard = new Set(vehicle.map(({ name }) => name));
  const both = vehicle.flatMap(({ name, value, type }) => {
    const wished = inFile.get(name);
    return wished === undefined ? [] : [{ name, vehicle: value, file: wished, type }];
  });
  const changed = both.filter((pair) => !sameValue(pair.vehicle, pair.file, pair.type));
  return {
    changed,
    missing: vehicle.filter(({ name }) => !inFile.has(name)).map(({ name }) => name),
    unknown: file.filter(({ name }) => !onBoard.has(name)).map(({ name }) => name),
    same: both.length - changed.length,
  };
};
