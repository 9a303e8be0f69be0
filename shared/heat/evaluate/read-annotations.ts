import { z } from "zod";
import type { BoxPx, DetectionCategory } from "../detection.ts";

/** The names that data sets and `lantern detect` use, in the order of the network's classes. */
export const categoryNames: Readonly<Record<DetectionCategory, string>> = {
  person: "Person",
  car: "Car",
  bicycle: "Bicycle",
  other: "OtherVehicle",
};

/** One picture with what people found in it. */
export interface AnnotatedPicture {
  readonly fileName: string;
  readonly truths: readonly (BoxPx & { readonly category: DetectionCategory })[];
  /** Where nobody could tell (DontCare): finding something there is neither right nor wrong. */
  readonly ignored: readonly BoxPx[];
}

export type ReadAnnotations =
  | { readonly ok: true; readonly pictures: readonly AnnotatedPicture[] }
  | { readonly ok: false; readonly detail: string };

const name = z.string().min(1);
const AnnotationsSchema = z.object({
  images: z.array(z.object({ id: z.number(), filename: name.optional(), file_name: name.optional() })),
  categories: z.array(z.object({ id: z.number(), name })),
});
const BoxesSchema = z.array(
  z.object({
    image_id: z.number(),
    category_id: z.number(),
    bbox: z.tuple([z.number(), z.number(), z.number().min(0), z.number().min(0)]),
  }),
);

/**
 * Reads annotations in the manner of COCO; HIT-UAV's `annotation` and `filename` are taken for `annotations` and `file_name`.
 * Boxes of other categories than the network's are left aside.
 */
export const readAnnotations = (json: unknown): ReadAnnotations => {
  const head = AnnotationsSchema.safeParse(json);
  if (!head.success) return bad(head.error);
  const { annotation, annotations }: { annotation?: unknown; annotations?: unknown } = json as object;
  const boxes = BoxesSchema.safeParse(annotations ?? annotation);
  if (!boxes.success) return bad(boxes.error, "annotations");
  const { images, categories } = head.data;
  const nameOf = new Map(categories.map((category) => [category.id, category.name]));
  const pictures = new Map<
    number,
    { fileName: string; truths: AnnotatedPicture["truths"][number][]; ignored: BoxPx[] }
  >();
  for (const { id, filename, file_name } of images) {
    const fileName = file_name ?? filename;
    if (fileName === undefined) return { ok: false, detail: `The image with id ${id} has no file_name.` };
    pictures.set(id, { fileName, truths: [], ignored: [] });
  }
  for (const { image_id, category_id, bbox } of boxes.data) {
    const picture = pictures.get(image_id);
    if (!picture) return { ok: false, detail: `A box belongs to the image with id ${image_id}, which isn't listed.` };
    const [xPx, yPx, widthPx, heightPx] = bbox;
    const box = { xPx, yPx, widthPx, heightPx };
    const called = nameOf.get(category_id);
    const category = called === undefined ? undefined : categoryCalled(called);
    if (called === "DontCare") picture.ignored.push(box);
    else if (category) picture.truths.push({ ...box, category });
  }
  return { ok: true, pictures: [...pictures.values()] };
};

const categoryCalled = (called: string): DetectionCategory | undefined => {
  for (const category of ["person", "car", "bicycle", "other"] as const) {
    if (categoryNames[category].toLowerCase() === called.toLowerCase()) return category;
  }
  return undefined;
};

const bad = (error: z.ZodError, within?: string): ReadAnnotations => {
  const [first] = error.issues;
  const place = [within, ...(first?.path ?? [])].filter((part) => part !== undefined).join(".");
  return { ok: false, detail: `${place || "The file"}: ${first?.message ?? "not as in COCO"}.` };
};
