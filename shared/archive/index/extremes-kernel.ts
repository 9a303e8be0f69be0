import { type MessageColumn, numberSources } from "./message-columns.ts";

type ColumnType = MessageColumn["type"];

/**
 * Widens the least and greatest values of a column by those of some payloads. NaN counts for nothing.
 * @param places where in `view` the payloads start, each with the zeros that MAVLink 2 leaves out
 * @param count of them, at least one
 * @param offset of the value in the payload
 * @param least,greatest at `to`
 */
export type ColumnKernel = (
  view: DataView,
  places: Int32Array,
  count: number,
  offset: number,
  least: Float64Array,
  greatest: Float64Array,
  to: number,
) => void;

const isKernel = (value: unknown): value is ColumnKernel => typeof value === "function";

/** Integers are never NaN, so that they can begin with the first one and stay integers. */
const isFloat = (type: ColumnType): boolean => type === "f32" || type === "f64";

/** A column by itself, its two extremes in registers: whoever goes through all columns of a payload spends the time on stores. */
const compile = (type: ColumnType): ColumnKernel => {
  const value = numberSources[type];
  const begin = isFloat(type)
    ? "let a=Infinity,b=-Infinity,v=0,at=0;for(let i=0;i<count;i++)"
    : `let at=places[0]+offset,v=${value},a=v,b=v;for(let i=1;i<count;i++)`;
  const made: unknown = new Function(
    `return (view,places,count,offset,least,greatest,to)=>{${begin}{at=places[i]+offset;v=${value};if(v<a)a=v;if(v>b)b=v}if(a<least[to])least[to]=a;if(b>greatest[to])greatest[to]=b}`,
  )();
  if (!isKernel(made)) throw new Error(`No kernel came of ${type}.`);
  return made;
};

/** One for each type, not for each message: a few short loops are soon compiled, and stay in the processor's nearest caches. */
const kernels: Readonly<Record<ColumnType, ColumnKernel>> = {
  u8: compile("u8"),
  i8: compile("i8"),
  u16: compile("u16"),
  i16: compile("i16"),
  u32: compile("u32"),
  i32: compile("i32"),
  u64: compile("u64"),
  i64: compile("i64"),
  f32: compile("f32"),
  f64: compile("f64"),
};

export const columnKernel = (type: ColumnType): ColumnKernel => kernels[type];
