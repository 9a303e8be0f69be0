import { IconPhotoPlus } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { uploadFile } from "../../bridge/upload-file.ts";
import { useTranslate } from "../../stores/stores-context.tsx";

type Upload =
  | { readonly state: "idle" }
  | { readonly state: "sending"; readonly fraction: number }
  | { readonly state: "failed"; readonly code: string };

/** Photos of what was found: pressed, one opens whole. What is shown is at the station already. */
export const CluePhotos = (props: {
  readonly photos: readonly string[];
  readonly mayAdd: boolean;
  readonly onChange: (photos: readonly string[]) => void;
}) => {
  const t = useTranslate();
  const input = useRef<HTMLInputElement>(null);
  const [upload, setUpload] = useState<Upload>({ state: "idle" });
  const { photos, mayAdd, onChange } = props;
  const send = async (file: File) => {
    setUpload({ state: "sending", fraction: 0 });
    const outcome = await uploadFile(file, (fraction) => setUpload({ state: "sending", fraction }));
    setUpload(outcome.ok ? { state: "idle" } : { state: "failed", code: outcome.code });
    if (outcome.ok) onChange([...photos, outcome.fileId]);
  };
  if (photos.length === 0 && !mayAdd) return undefined;
  return (
    <div className="clue-photos">
      {photos.map((id, i) => (
        <a key={id} href={`/api/files/${encodeURIComponent(id)}`} target="_blank" rel="noopener">
          <img src={`/api/files/${encodeURIComponent(id)}/preview`} alt={t("clue.photo", { n: i + 1 })} />
        </a>
      ))}
      {mayAdd && (
        <button
          type="button"
          className="button"
          disabled={upload.state === "sending"}
          onClick={() => input.current?.click()}
        >
          <IconPhotoPlus size={20} aria-hidden="true" />
          {upload.state === "sending"
            ? t("subject.photoSending", { percent: Math.round(upload.fraction * 100) })
            : t("clue.addPhoto")}
        </button>
      )}
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={t("clue.addPhoto")}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file !== undefined) void send(file);
        }}
      />
      {upload.state === "failed" && (
        <span className="search-fault" role="alert">
          {t(upload.code === "too-large" ? "subject.photoTooLarge" : "subject.photoFailed")}
        </span>
      )}
    </div>
  );
};
