export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The largest size of a picture's proportions that fits into a room; whole pixels, so that it stays sharp and still. */
export const fitPicture = (room: Size, picture: Size): Size => {
  if (room.width <= 0 || room.height <= 0 || picture.width <= 0 || picture.height <= 0) return { width: 0, height: 0 };
  const scale = Math.min(room.width / picture.width, room.height / picture.height);
  return {
    width: Math.min(room.width, Math.round(picture.width * scale)),
    height: Math.min(room.height, Math.round(picture.height * scale)),
  };
};

export interface Spot {
  /** 0 to 1 from the left. */
  readonly x: number;
  /** 0 to 1 from the top. */
  readonly y: number;
}

const inside = (value: number): number => Math.min(1, Math.max(0, value));

/** Where in a picture a pointer is, by the picture's rectangle on screen; held inside of it. */
export const spotAt = (
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
  rect: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): Spot => ({
  x: rect.width > 0 ? inside((clientX - rect.left) / rect.width) : 0.5,
  y: rect.height > 0 ? inside((clientY - rect.top) / rect.height) : 0.5,
});

/** A spot moved by a step, held inside of the picture. */
export const movedSpot = (spot: Spot, dx: number, dy: number): Spot => ({
  x: inside(spot.x + dx),
  y: inside(spot.y + dy),
});

export interface SpotBox extends Spot {
  readonly width: number;
  readonly height: number;
}

/** Shorter drags are a hand that trembled, not a box. */
const leastSide = 0.012;

/** The box between two corners; undefined where that is a press. */
export const boxBetween = (from: Spot, to: Spot): SpotBox | undefined => {
  const box = {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  };
  return box.width < leastSide || box.height < leastSide ? undefined : box;
};
