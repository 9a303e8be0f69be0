import fc from "fast-check";
import { dialect } from "../../shared/mavlink/dialect.ts";
import type { FieldSpec, MessageSpec } from "../../shared/mavlink/message-spec.ts";
import type { MessageName } from "../../shared/mavlink/messages.ts";

const integer = (bits: number, isSigned: boolean) =>
  isSigned
    ? fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 })
    : fc.integer({ min: 0, max: 2 ** bits - 1 });

const elementOf = ({ type }: FieldSpec): fc.Arbitrary<unknown> => {
  if (type === "f32") return fc.float();
  if (type === "f64") return fc.double();
  if (type === "u64") return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  if (type === "i64") return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  return integer(Number(type.slice(1)), type.startsWith("i"));
};

const textOf = (length: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: "grapheme", maxLength: length })
    .map((text) => text.replaceAll("\0", " "))
    .filter((text) => text.isWellFormed() && Buffer.byteLength(text) <= length);

const anyValueOf = (field: FieldSpec): fc.Arbitrary<unknown> => {
  if (field.type === "char") return textOf(Math.max(1, field.count));
  const element = elementOf(field);
  return field.count === 0 ? element : fc.array(element, { minLength: field.count, maxLength: field.count });
};

/** Any values that the fields of the message can hold. */
export const arbitraryFields = (spec: MessageSpec): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(spec.fields.map((field) => [field.name, anyValueOf(field)])));

const isMessageName = (name: string): name is MessageName => dialect().specOfName.has(name);

/** The name, as a type that the compiler knows. */
export const messageNameOf = (spec: MessageSpec): MessageName => {
  if (!isMessageName(spec.name)) throw new Error(spec.name);
  return spec.name;
};
