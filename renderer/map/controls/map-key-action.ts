/** What a key does to the map; undefined where it is none of the map's. Arrows pan only while the map has the focus. */
export function mapKeyAction(
  key: string,
  onMap: boolean,
): "showAll" | "copy" | "centre" | "zoomIn" | "zoomOut" | "left" | "right" | "up" | "down" | undefined {
  switch (key) {
    case "0":
      return "showAll";
    case "c":
    case "C":
      return "copy";
    case "Home":
      return "centre";
    case "+":
    case "=":
      return "zoomIn";
    case "-":
    case "_":
      return "zoomOut";
    case "ArrowLeft":
      return onMap ? "left" : undefined;
    case "ArrowRight":
      return onMap ? "right" : undefined;
    case "ArrowUp":
      return onMap ? "up" : undefined;
    case "ArrowDown":
      return onMap ? "down" : undefined;
    default:
      return undefined;
  }
}
