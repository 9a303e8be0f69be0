/**
 * Watches whether the graphics card keeps the scene's memory. @param onChange told when it is lost, and when it is back
 * @returns ends it
 */
export const watchContext = (canvas: HTMLCanvasElement, onChange: (lost: boolean) => void): (() => void) => {
  const onLost = (event: Event): void => {
    // Else the browser never gives it back.
    event.preventDefault();
    onChange(true);
  };
  const onRestored = (): void => onChange(false);
  canvas.addEventListener("webglcontextlost", onLost);
  canvas.addEventListener("webglcontextrestored", onRestored);
  return () => {
    canvas.removeEventListener("webglcontextlost", onLost);
    canvas.removeEventListener("webglcontextrestored", onRestored);
  };
};
