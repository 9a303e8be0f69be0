import type { ThingFields } from "../../../shared/incident/things.ts";
import { csvRows, separatorOf } from "../../../shared/search/correlation/csv-rows.ts";

type Mode = NonNullable<ThingFields["team"]["mode"]>;

/** One person of a roster, as a line tells. */
export interface RosterLine {
  readonly line: number;
  readonly name: string;
  readonly team: string | undefined;
  readonly isLeader: boolean;
  readonly skills: readonly string[];
  readonly phone: string | undefined;
  /** Of the whole team: what its first line that says so tells. */
  readonly mode: Mode | undefined;
  readonly radio: string | undefined;
  readonly organisation: string | undefined;
}

/** A line that gave nobody, as it stands. */
export interface RosterFault {
  readonly line: number;
  readonly code: "no-name" | "bad-mode" | "twice" | "open-quote" | "too-long";
  readonly text: string;
}

export type RosterOutcome =
  | { readonly ok: true; readonly people: readonly RosterLine[]; readonly faults: readonly RosterFault[] }
  /** No column holds names. */
  | { readonly ok: false; readonly heading: readonly string[] };

type Column = "name" | "team" | "role" | "skills" | "phone" | "mode" | "radio" | "organisation";

/** Headings as they are written, without case and spaces. */
const headings: Readonly<Record<Column, readonly string[]>> = {
  name: ["name", "person", "member", "fullname", "姓名", "名字", "队员", "人员", "成员"],
  team: ["team", "group", "squad", "unit", "队伍", "小组", "组别", "队", "组", "分队", "编组", "队名", "组名"],
  role: ["role", "leader", "position", "角色", "职务", "队长", "身份"],
  skills: ["skills", "skill", "qualification", "技能", "专长", "特长", "资质"],
  phone: ["phone", "tel", "telephone", "mobile", "电话", "手机", "手机号", "联系电话", "联系方式"],
  mode: ["mode", "kind", "type", "travel", "方式", "类型", "出行方式", "行进方式", "交通方式"],
  radio: ["radio", "callsign", "channel", "电台", "对讲机", "呼号", "频道", "信道"],
  organisation: ["organisation", "organization", "org", "单位", "组织", "机构", "所属单位"],
};

const modes: Readonly<Record<Mode, readonly string[]>> = {
  foot: ["foot", "on foot", "ground", "walking", "步行", "徒步", "地面"],
  wheels: ["wheels", "car", "vehicle", "truck", "ohv", "车辆", "汽车", "车", "驾车"],
  bike: ["bike", "bicycle", "motorbike", "motorcycle", "自行车", "摩托", "摩托车", "骑行"],
  boat: ["boat", "water", "船", "艇", "船只", "水上"],
  dog: ["dog", "k9", "犬", "搜救犬", "犬队"],
  mounted: ["mounted", "horse", "骑马", "马", "马队"],
};

const leaders = ["leader", "yes", "y", "1", "true", "队长", "组长", "领队", "是"];

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "");
const filled = (text: string | undefined): string | undefined => (text?.trim() ? text.trim() : undefined);

const modeOf = (text: string): Mode | undefined => {
  const wanted = text.trim().toLowerCase();
  return (Object.keys(modes) as Mode[]).find((mode) => modes[mode].includes(wanted));
};

/** As long as a name may be. */
const longestName = 120;
const longestSkill = 60;

/**
 * A roster as people keep it: one person a line, with a heading in Chinese or English, in any order, parted by commas,
 * semicolons or tabs. Skills in one cell are parted by "/", "、", "+" or ";".
 * @returns all people, and every line that gave nobody
 */
export const readRoster = (text: string): RosterOutcome => {
  const firstLine =
    text
      .replace(/^\uFEFF/, "")
      .split(/\r\n|\r|\n/)
      .find((line) => line.trim() !== "") ?? "";
  const rows = csvRows(text, separatorOf(firstLine));
  // Not by a pattern: that would end the generator.
  const first = rows.next();
  const heading: readonly string[] = first.done === true ? [] : first.value.cells;
  const columnOf = new Map<Column, number>();
  for (const column of Object.keys(headings) as Column[]) {
    const at = heading.findIndex((cell: string) => headings[column].includes(plain(cell)));
    if (at >= 0) columnOf.set(column, at);
  }
  if (!columnOf.has("name")) return { ok: false, heading };
  const people: RosterLine[] = [];
  const faults: RosterFault[] = [];
  const known = new Set<string>();
  for (const { line, cells, isOpen } of rows) {
    const cell = (column: Column) => filled(cells[columnOf.get(column) ?? -1]);
    const fail = (code: RosterFault["code"]) => faults.push({ line, code, text: cells.join(", ").slice(0, 120) });
    const name = cell("name");
    const team = cell("team");
    const wayText = cell("mode");
    const mode = wayText === undefined ? undefined : modeOf(wayText);
    const skills = (cell("skills") ?? "").split(/[/、+;；|]/).flatMap((skill) => filled(skill) ?? []);
    const key = `${team ?? ""}\n${name}\n${cell("phone") ?? ""}`;
    if (isOpen) fail("open-quote");
    else if (name === undefined) fail("no-name");
    else if (name.length > longestName || (team?.length ?? 0) > longestName) fail("too-long");
    else if (skills.length > 40 || skills.some((skill) => skill.length > longestSkill)) fail("too-long");
    else if (wayText !== undefined && mode === undefined) fail("bad-mode");
    else if (known.has(key)) fail("twice");
    else {
      known.add(key);
      const isLeader = leaders.includes((cell("role") ?? "").toLowerCase());
      const rest = { phone: cell("phone"), radio: cell("radio"), organisation: cell("organisation") };
      people.push({ line, name, team, isLeader, skills, mode, ...rest });
    }
  }
  return { ok: true, people, faults };
};
