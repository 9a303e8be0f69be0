import { IconX } from "@tabler/icons-react";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { PhotoButton, PhotoFault, usePhotoUpload } from "../photo-upload.tsx";

/** Photos of the subject: what is shown is already at the station. */
export const PhotosField = (props: {
  readonly photos: readonly string[];
  readonly onChange: (photos: readonly string[]) => void;
}) => {
  const t = useTranslate();
  const { apiBase } = useStores();
  const { photos, onChange } = props;
  const { upload, send } = usePhotoUpload((fileId) => onChange([...photos, fileId]));
  return (
    <div className="form-field">
      <span className="search-label">{t("subject.photos")}</span>
      <div className="search-photos">
        {photos.map((id, i) => (
          <span key={id} className="search-photo">
            <img src={`${apiBase}/files/${encodeURIComponent(id)}/preview`} alt={t("subject.photo", { n: i + 1 })} />
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
        <PhotoButton label={t("subject.photoAdd")} upload={upload} onFile={(file) => void send(file)} />
      </div>
      <PhotoFault upload={upload} />
    </div>
  );
};
