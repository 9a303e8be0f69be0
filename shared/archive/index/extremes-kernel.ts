import { type MessageColumn, numberSources } from "./message-columns.ts";

/**
 * Widens the least and greatest values of all columns of one message by those of some payloads. NaN counts for nothing.
 * @param places where in `view` the payloads start, each with the zeros that MAVLink 2 leaves out
 * @param least,greatest by column, `stride` apart, the first at `at`
 */
export type ExtremesKernel = (
  view: DataView,
  places: Int32Array,
  count: number,
  least: Float64Array,
  greatest: Float64Array,
  at: number,
  stride: number,
) => void;

const isKernel = (value: unknown): value is ExtremesKernel => typeof value === "function";

/** Integers are never NaN, so that they can begin with the first one and stay integers. */
const isFloat = (type: MessageColumn["type"]): boolean => type === "f32" || type === "f64";

const columnSource = ({ type, offset }: MessageColumn, column: number): string => {
  const read = `at=places[i]+${offset};v=${numberSources[type]};if(v<a)a=v;if(v>b)b=v`;
  const begin = isFloat(type)
    ? "let a=Infinity,b=-Infinity,v=0,at=0;for(let i=0;i<count;i++)"
    : `let at=places[0]+${offset},v=${numberSources[type]},a=v,b=v;for(let i=1;i<count;i++)`;
  const to = `to+${column}*stride`;
  return `{${begin}{${read}}if(a<least[${to}])least[${to}]=a;if(b>greatest[${to}])greatest[${to}]=b}`;
};

/** A loop for each column with its two extremes in registers: one that goes through frames spends its time on stores. */
export const compileExtremes = (columns: readonly MessageColumn[]): ExtremesKernel => {
  const body = columns.map(columnSource).join("\n");
  const made: unknown = new Function(
    `return (view,places,count,least,greatest,to,stride)=>{if(count===0)return;${body}}`,
  )();
  if (!isKernel(made)) throw new Error("No kernel came of the columns.");
  return made;
};
