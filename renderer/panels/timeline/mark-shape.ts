import type { MarkKind, TimelineMark } from "../../../shared/archive/timeline.ts";

export type MarkShape =
  | "tick"
  | "dot"
  | "ring"
  | "disc"
  | "square"
  | "diamond"
  | "cross"
  | "triangle"
  | "octagon"
  | "up"
  | "down";

const shapes: Readonly<Record<MarkKind, MarkShape>> = {
  mode: "tick",
  armed: "up",
  disarmed: "down",
  "vehicle-heard": "dot",
  "vehicle-lost": "octagon",
  "vehicle-back": "dot",
  reboot: "diamond",
  "status-text": "dot",
  alert: "triangle",
  "heat-found": "ring",
  "heat-decided": "disc",
  order: "square",
  operation: "square",
  incident: "diamond",
  message: "dot",
  clue: "disc",
  photo: "square",
  "clock-jump": "diamond",
  "clock-back": "diamond",
  damage: "cross",
  cut: "cross",
  "duplicate-id": "octagon",
  "mission-item": "tick",
};

/** No meaning by colour alone: what is grave has a shape of its own, whatever it tells of. */
export const shapeOf = ({ kind, severity }: TimelineMark): MarkShape => {
  if (severity === "critical") return "octagon";
  if (severity === "warning" && shapes[kind] !== "cross" && shapes[kind] !== "diamond") return "triangle";
  return shapes[kind] ?? "dot";
};

/** Draws a mark about its middle, some 12 px across. */
export const drawShape = (context: CanvasRenderingContext2D, shape: MarkShape, x: number, y: number): void => {
  context.beginPath();
  switch (shape) {
    case "tick":
      context.rect(x - 1, y - 6, 2, 12);
      break;
    case "dot":
      context.arc(x, y, 3, 0, 7);
      break;
    case "disc":
      context.arc(x, y, 5, 0, 7);
      break;
    case "ring":
      context.arc(x, y, 4.5, 0, 7);
      context.lineWidth = 2.5;
      context.stroke();
      return;
    case "square":
      context.rect(x - 4, y - 4, 8, 8);
      break;
    case "diamond":
      polygon(context, x, y, 6, 4, 0);
      break;
    case "triangle":
      polygon(context, x, y + 1, 6.5, 3, -Math.PI / 2);
      break;
    case "up":
      polygon(context, x, y, 4.5, 3, -Math.PI / 2);
      break;
    case "down":
      polygon(context, x, y, 4.5, 3, Math.PI / 2);
      break;
    case "octagon":
      polygon(context, x, y, 6, 8, Math.PI / 8);
      break;
    case "cross":
      context.moveTo(x - 4, y - 4);
      context.lineTo(x + 4, y + 4);
      context.moveTo(x + 4, y - 4);
      context.lineTo(x - 4, y + 4);
      context.lineWidth = 2.5;
      context.stroke();
      return;
  }
  context.fill();
};

const polygon = (
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  corners: number,
  startRad: number,
): void => {
  for (let i = 0; i < corners; i += 1) {
    const angle = startRad + (i * 2 * Math.PI) / corners;
    const [px, py] = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    if (i === 0) context.moveTo(px, py);
    else context.lineTo(px, py);
  }
  context.closePath();
};
