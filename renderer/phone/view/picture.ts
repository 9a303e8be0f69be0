import { element } from "../element.ts";
import type { PhoneModel } from "../phone-model.ts";

const shown = new WeakMap<PhoneModel, Map<string, string>>();

/** A photo of the search; fetched with this link's token, kept while the page lives. */
export const picture = (model: PhoneModel, fileId: string, alt: string): HTMLImageElement => {
  const urls = shown.get(model) ?? new Map<string, string>();
  shown.set(model, urls);
  const image = element("img", { class: "photo", attributes: { alt } });
  const known = urls.get(fileId);
  if (known !== undefined) image.src = known;
  else
    void model.client.picture(fileId).then((called) => {
      if (called.state !== "ok") return;
      const url = URL.createObjectURL(called.value);
      urls.set(fileId, url);
      image.src = url;
    });
  return image;
};
