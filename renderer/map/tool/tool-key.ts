/** What a key does while something is being shown on the map; undefined where it stays what it is elsewhere. */
export function toolKey(key: string): "set" | "take-back" | "cancel" | undefined {
  switch (key) {
    case "Enter":
      return "set";
    case "Backspace":
    case "Delete":
      return "take-back";
    case "Escape":
      return "cancel";
    default:
      return undefined;
  }
}
