import { useId, useMemo } from "react";
import { useTranslate } from "../../stores/stores-context.tsx";
import { categoryKeys, categoryName } from "./category-name.ts";

/** What is asked for most stands first. */
const commonFirst = ["dementia", "child-4-6", "child-7-9", "despondent", "hiker", "gatherer"] as const;

/** Who is missing, by how such people have behaved; "none" where nobody knows. */
export const CategoryChoice = (props: {
  readonly value: string;
  readonly fault?: string | undefined;
  readonly onChange: (category: string) => void;
}) => {
  const t = useTranslate();
  const id = useId();
  const groups = useMemo(() => {
    const named = categoryKeys().map((key) => ({ key, name: categoryName(t, key) }));
    return {
      common: commonFirst.flatMap((key) => named.filter((one) => one.key === key)),
      others: named
        .filter(({ key }) => !commonFirst.some((common) => common === key))
        .sort((a, b) => a.name.localeCompare(b.name, t.language)),
    };
  }, [t]);
  const options = (list: readonly { readonly key: string; readonly name: string }[]) =>
    list.map(({ key, name }) => (
      <option key={key} value={key}>
        {name}
      </option>
    ));
  return (
    <div className="form-field">
      <label htmlFor={id}>{t("subject.category")}</label>
      <select
        id={id}
        className={`text-field ${props.fault === undefined ? "" : "wrong"}`}
        value={props.value}
        aria-invalid={props.fault !== undefined}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.value === "" && <option value="">{t("subject.categoryChoose")}</option>}
        <optgroup label={t("subject.categoryCommon")}>{options(groups.common)}</optgroup>
        <optgroup label={t("subject.categoryOthers")}>{options(groups.others)}</optgroup>
        <option value="none">{t("category.none")}</option>
      </select>
      {props.fault !== undefined && (
        <span className="search-fault" role="status">
          {props.fault}
        </span>
      )}
    </div>
  );
};
