/** An 8-bit grey picture, white or black hot as the camera gives it; row-major from the top left. */
export interface GreyPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}
