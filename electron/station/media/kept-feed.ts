import { z } from "zod";

/** What `feed.json` says of a feed whose pictures lie beside it. */
export const KeptFeedSchema = z.object({
  id: z.string().min(1).max(200),
  vehicleId: z.string().max(80).exactOptional(),
  name: z.string().max(200),
});
export type KeptFeed = z.infer<typeof KeptFeedSchema>;
