import type { RefObject } from "react";

/** The browser's own choice of a file, which a button of ours opens by `input`. */
export const FileInput = (props: {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly accept: string;
  readonly label: string;
  readonly onFile: (file: File) => void;
}) => (
  <input
    ref={props.input}
    type="file"
    accept={props.accept}
    hidden
    aria-label={props.label}
    onChange={(event) => {
      const file = event.currentTarget.files?.[0];
      // The same file may be chosen again after it was changed.
      event.currentTarget.value = "";
      if (file !== undefined) props.onFile(file);
    }}
  />
);
