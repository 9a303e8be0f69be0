import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { PhotoButton, PhotoFault, usePhotoUpload } from "../photo-upload.tsx";

/** Photos of what was found: pressed, one opens whole. What is shown is at the station already. */
export const CluePhotos = (props: {
  readonly photos: readonly string[];
  readonly mayAdd: boolean;
  readonly onChange: (photos: readonly string[]) => void;
}) => {
  const t = useTranslate();
  const { apiBase } = useStores();
  const { photos, mayAdd, onChange } = props;
  const { upload, send } = usePhotoUpload((fileId) => onChange([...photos, fileId]));
  if (photos.length === 0 && !mayAdd) return undefined;
  return (
    <div className="clue-photos">
      {photos.map((id, i) => (
        <a key={id} href={`${apiBase}/files/${encodeURIComponent(id)}`} target="_blank" rel="noopener">
          <img src={`${apiBase}/files/${encodeURIComponent(id)}/preview`} alt={t("clue.photo", { n: i + 1 })} />
        </a>
      ))}
      {mayAdd && <PhotoButton label={t("clue.addPhoto")} upload={upload} onFile={(file) => void send(file)} />}
      <PhotoFault upload={upload} />
    </div>
  );
};
