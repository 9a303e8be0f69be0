import { useId } from "react";

/** One of many, where buttons side by side would be too narrow to press. */
export const SelectField = <T extends string>(props: {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly value: T;
  readonly disabled?: boolean;
  readonly onChange: (value: T) => void;
}) => {
  const id = useId();
  const { options, onChange } = props;
  return (
    <div className="form-field">
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        className="text-field"
        value={props.value}
        disabled={props.disabled}
        onChange={(event) => {
          const chosen = options.find(({ value }) => value === event.currentTarget.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
};
