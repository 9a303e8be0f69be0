import { IconPhotoPlus } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { uploadFile } from "../bridge/upload-file.ts";
import { useTranslate } from "../stores/stores-context.tsx";
import { FileInput } from "./file-input.tsx";

export type PhotoUpload =
  | { readonly state: "idle" }
  | { readonly state: "sending"; readonly fraction: number }
  | { readonly state: "failed"; readonly code: string };

/** Photos on their way to the station, one at a time. @param onKept the station has it, under this id */
export const usePhotoUpload = (onKept: (fileId: string) => void) => {
  const [upload, setUpload] = useState<PhotoUpload>({ state: "idle" });
  const send = async (file: File) => {
    setUpload({ state: "sending", fraction: 0 });
    const outcome = await uploadFile(file, (fraction) => setUpload({ state: "sending", fraction }));
    setUpload(outcome.ok ? { state: "idle" } : { state: "failed", code: outcome.code });
    if (outcome.ok) onKept(outcome.fileId);
  };
  return { upload, send };
};

/** Chooses a photo, and tells how far it is. */
export const PhotoButton = (props: {
  readonly label: string;
  readonly upload: PhotoUpload;
  readonly onFile: (file: File) => void;
}) => {
  const t = useTranslate();
  const input = useRef<HTMLInputElement>(null);
  const { label, upload, onFile } = props;
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={upload.state === "sending"}
        onClick={() => input.current?.click()}
      >
        <IconPhotoPlus size={20} aria-hidden="true" />
        {upload.state === "sending" ? t("subject.photoSending", { percent: Math.round(upload.fraction * 100) }) : label}
      </button>
      <FileInput input={input} accept="image/*" label={label} onFile={onFile} />
    </>
  );
};

/** Why the last photo isn't there. */
export const PhotoFault = ({ upload }: { readonly upload: PhotoUpload }) => {
  const t = useTranslate();
  return upload.state === "failed" ? (
    <span className="search-fault" role="alert">
      {t(upload.code === "too-large" ? "subject.photoTooLarge" : "subject.photoFailed")}
    </span>
  ) : undefined;
};
