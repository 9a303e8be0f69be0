/**
 * Shows what was drawn, and leaves the board empty. A canvas that is drawn on itself is copied to the screen's pictures in every
 * frame, changed or not, where there is no graphics card: 40 of them took half of each frame. A picture handed over is copied
 * once.
 */
export function showPicture(canvas: HTMLCanvasElement, board: OffscreenCanvas): void {
  canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(board.transferToImageBitmap());
}
