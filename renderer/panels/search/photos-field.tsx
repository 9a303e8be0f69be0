import { IconPhotoPlus, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { uploadFile } from "../../bridge/upload-file.ts";
import { useTranslate } from "../../stores/stores-context.tsx";

type Upload =
  | { readonly state: "idle" }
  | { readonly state: "sending"; readonly fraction: number }
  | { readonly state: "failed"; readonly code: string };

/** Photos of the subject: what is shown is already at the station. */
export const PhotosField = (props: {
  readonly photos: readonly string[];
  readonly onChange: (photos: readonly string[]) => void;
}) => {
  const t = useTranslate();
  const input = useRef<HTMLInputElement>(null);
  const [upload, setUpload] = useState<Upload>({ state: "idle" });
  const { photos, onChange } = props;
  const send = async (file: File) => {
    setUpload({ state: "sending", fraction: 0 });
    const outcome = await uploadFile(file, (fraction) => setUpload({ state: "sending", fraction }));
    setUpload(outcome.ok ? { state: "idle" } : { state: "failed", code: outcome.code });
    if (outcome.ok) onChange([...photos, outcome.fileId]);
  };
  return (
    <div className="form-field">
      <span className="search-label">{t("subject.photos")}</span>
      <div className="search-photos">
        {photos.map((id, i) => (
          <span key={id} className="search-photo">
            <img src={`/api/files/${encodeURIComponent(id)}/preview`} alt={t("subject.photo", { n: i + 1 })} />
            <button
              type="button"
              className="button square"
              aria-label={t("subject.photoRemove", { n: i + 1 })}
              title={t("subject.photoRemove", { n: i + 1 })}
              onClick={() => onChange(photos.filter((other) => other !== id))}
            >
              <IconX size={18} aria-hidden="true" />
            </button>
          </span>
        ))}
        <button
          type="button"
          className="button"
          disabled={upload.state === "sending"}
          onClick={() => input.current?.click()}
        >
          <IconPhotoPlus size={20} aria-hidden="true" />
          {upload.state === "sending"
            ? t("subject.photoSending", { percent: Math.round(upload.fraction * 100) })
            : t("subject.photoAdd")}
        </button>
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = "";
            if (file !== undefined) void send(file);
          }}
        />
      </div>
      {upload.state === "failed" && (
        <span className="search-fault" role="alert">
          {t(upload.code === "too-large" ? "subject.photoTooLarge" : "subject.photoFailed")}
        </span>
      )}
    </div>
  );
};
