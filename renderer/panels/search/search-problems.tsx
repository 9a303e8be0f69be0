import { useStore } from "zustand";
import type { SearchProblemCode, SearchView } from "../../../shared/wire/incident.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { StateMark } from "../state-mark.tsx";
import { problemWords } from "./problem-words.ts";

type Problem = SearchView["problems"][number];

/** Those without which there is no map at all. */
const grave: readonly SearchProblemCode[] = [
  "no-planning-point",
  "no-data",
  "no-category",
  "worker-failed",
  "no-drift",
];

const noProblems: readonly Problem[] = [];

/** What is not right with what was given, what was done about it, and what to do. */
export const SearchProblems = ({ only }: { readonly only?: readonly SearchProblemCode[] }) => {
  const t = useTranslate();
  const format = useFormat();
  const all = useStore(useStores().station, ({ view }) => view?.search?.problems ?? noProblems);
  const problems = only === undefined ? all : all.filter(({ code }) => only.includes(code));
  if (problems.length === 0) return undefined;
  return (
    <ul className="search-problems" aria-label={t("search.problems")}>
      {problems.map(({ code, params }) => {
        const words = problemWords(t, format, params);
        return (
          <li key={`${code} ${Object.values(params).join(" ")}`}>
            <StateMark state={grave.includes(code) ? "bad" : "warn"} />
            <span>{t.loose(`search.problem.${code}`, words)}</span>
          </li>
        );
      })}
    </ul>
  );
};
