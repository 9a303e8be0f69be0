/** What `lantern detect` is asked to do. */
export interface DetectOptions {
  /** An image, a folder of images, a video file, or the address of a stream. */
  readonly input: string;
  /** Where the detections are written. */
  readonly out: string;
  /** What is true, in the manner of COCO. */
  readonly annotations?: string;
  /** Detections with a lower score are left out. */
  readonly threshold: number;
  /** Print the summary as one JSON object. */
  readonly json: boolean;
  /** So much of a video or stream. */
  readonly seconds?: number;
}
