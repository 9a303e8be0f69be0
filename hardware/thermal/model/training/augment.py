"""Random training crops: geometry, grey-value changes and dense targets, in NumPy and OpenCV.

One sample is a CROP_PX square cut from a picture at a random scale. Grey values come out normalised as
the network takes them, 4 (v / 255 - 0.5).
"""

from __future__ import annotations

import cv2
import numpy as np

from data import DONT_CARE, PICTURE_HEIGHT, PICTURE_WIDTH, Picture
from net import STRIDE_PX

CROP_PX = 256
CELLS = CROP_PX // STRIDE_PX
CLASSES = 4
# Objects with less of their area inside the crop, or thinner, are neither wanted nor forbidden.
MIN_VISIBLE = 0.4
MIN_SIDE_PX = 3.0
# Cells with a Gaussian above this learn the object's box.
BOX_GAUSSIAN = 0.3
# From this camera angle the picture has no up and down.
NADIR_DEG = 80


class Sampler:
    """Draws crops. `photometric` (0..1) scales how often grey values are changed."""

    def __init__(self, pixels, pictures: list[Picture], seed: int, photometric=1.0, scales=(0.7, 1.4)):
        self.pixels, self.pictures = pixels, pictures
        self.random = np.random.default_rng(seed)
        self.photometric = photometric
        self.log_scales = np.log(scales)
        people = np.array([(p.classes == 0).sum() for p in pictures], np.float64)
        self.with_people = np.sqrt(people) / np.sqrt(people).sum()
        others = np.array([np.isin(p.classes, (1, 2, 3)).any() for p in pictures], np.float64)
        self.with_others = others / others.sum()

    def place(self) -> tuple[int, float, float]:
        """A picture's index and the point in px that the crop shall hold (roughly its centre)."""
        kind = self.random.random()
        if kind < 0.7:
            person = kind < 0.5
            share = self.with_people if person else self.with_others
            index = int(self.random.choice(len(self.pictures), p=share))
            picture = self.pictures[index]
            chosen = picture.classes == 0 if person else np.isin(picture.classes, (1, 2, 3))
            box = picture.boxes[self.random.choice(np.flatnonzero(chosen))]
            return index, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        index = int(self.random.integers(len(self.pictures)))
        return index, self.random.uniform(0, PICTURE_WIDTH), self.random.uniform(0, PICTURE_HEIGHT)

    def draw(self):
        """(grey [1,C,C], heat [4,c,c], heat weight [4,c,c], box px [4,c,c], box weight [c,c]), float32."""
        r = self.random
        index, cx, cy = self.place()
        picture = self.pictures[index]
        scale = np.exp(r.uniform(*self.log_scales))
        aspect = np.exp(r.uniform(-0.08, 0.08))
        sx, sy = scale * aspect, scale / aspect
        side_x, side_y = CROP_PX / sx, CROP_PX / sy
        left = cx - side_x * r.uniform(0.1, 0.9)
        top = cy - side_y * r.uniform(0.1, 0.9)
        left = np.clip(left, min(0, PICTURE_WIDTH - side_x), max(0, PICTURE_WIDTH - side_x))
        top = np.clip(top, min(0, PICTURE_HEIGHT - side_y), max(0, PICTURE_HEIGHT - side_y))
        # Pixel centres: source = destination / scale + origin, with half-pixel centres.
        matrix = np.array(
            [[1 / sx, 0, left + 0.5 / sx - 0.5], [0, 1 / sy, top + 0.5 / sy - 0.5]], np.float64
        )
        grey = cv2.warpAffine(
            self.pixels[index], matrix, (CROP_PX, CROP_PX),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE,
        )
        boxes = (picture.boxes - np.array([left, top, left, top], np.float32)) * np.array(
            [sx, sy, sx, sy], np.float32
        )
        if r.random() < 0.5:
            grey = grey[:, ::-1]
            boxes = np.stack([CROP_PX - boxes[:, 2], boxes[:, 1], CROP_PX - boxes[:, 0], boxes[:, 3]], 1)
        if picture.angle_deg >= NADIR_DEG:
            if r.random() < 0.5:
                grey = grey[::-1]
                boxes = np.stack([boxes[:, 0], CROP_PX - boxes[:, 3], boxes[:, 2], CROP_PX - boxes[:, 1]], 1)
            if r.random() < 0.5:
                grey = grey.T
                boxes = boxes[:, [1, 0, 3, 2]]
        grey = self.change_grey(np.ascontiguousarray(grey))
        return (grey[None], *targets(boxes, picture.classes))

    def change_grey(self, grey: np.ndarray) -> np.ndarray:
        """Random gamma, contrast, brightness, polarity, blur and noise: uint8 [C,C] -> float32 [C,C]."""
        r = self.random
        table = np.arange(256, dtype=np.float32) / 255
        blur, noise = False, 0.0
        if r.random() < self.photometric:
            if r.random() < 0.5:
                table = table ** np.exp(r.uniform(-0.5, 0.5))
            if r.random() < 0.8:
                table = (table - 0.5) * np.exp(r.uniform(-0.6, 0.35)) + 0.5 + r.uniform(-0.15, 0.15)
            if r.random() < 0.25:
                table = 1 - table
            blur = r.random() < 0.15
            if r.random() < 0.3:
                noise = np.exp(r.uniform(np.log(0.01), np.log(0.12)))
        out = (4 * np.clip(table, 0, 1) - 2).astype(np.float32)[grey]
        if blur:
            out = cv2.GaussianBlur(out, (3, 3), 0.85)
        if noise:
            out += r.standard_normal(out.shape, np.float32) * np.float32(4 * noise)
            np.clip(out, -2, 2, out=out)
        return out


def targets(boxes: np.ndarray, classes: np.ndarray):
    """Dense targets of one crop from boxes [n,4] in crop px and classes [n]; see Sampler.draw."""
    heat = np.zeros((CLASSES, CELLS, CELLS), np.float32)
    heat_weight = np.ones((CLASSES, CELLS, CELLS), np.float32)
    box = np.ones((4, CELLS, CELLS), np.float32)
    box_weight = np.zeros((CELLS, CELLS), np.float32)
    clipped = np.clip(boxes, 0, CROP_PX)
    full = np.maximum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), 1e-6)
    sides = clipped[:, 2:] - clipped[:, :2]
    visible = sides[:, 0] * sides[:, 1] / full
    for i in np.flatnonzero(visible > 0):
        label = classes[i]
        l, t, rr, b = clipped[i]
        if label == DONT_CARE or visible[i] < MIN_VISIBLE or sides[i].min() < MIN_SIDE_PX:
            x0, x1 = int(l // STRIDE_PX), int(np.ceil(rr / STRIDE_PX))
            y0, y1 = int(t // STRIDE_PX), int(np.ceil(b / STRIDE_PX))
            chosen = slice(None) if label == DONT_CARE else label
            heat_weight[chosen, y0:y1, x0:x1] = 0
            continue
        cx, cy = (l + rr) / 2 / STRIDE_PX, (t + b) / 2 / STRIDE_PX
        sx = max((rr - l) / STRIDE_PX / 6, 0.5)
        sy = max((b - t) / STRIDE_PX / 6, 0.5)
        x0, x1 = max(int(cx - 3 * sx - 1), 0), min(int(cx + 3 * sx + 2), CELLS)
        y0, y1 = max(int(cy - 3 * sy - 1), 0), min(int(cy + 3 * sy + 2), CELLS)
        xs = np.arange(x0, x1, dtype=np.float32) + 0.5
        ys = np.arange(y0, y1, dtype=np.float32) + 0.5
        bell = np.exp(-((ys - cy) ** 2) / (2 * sy * sy))[:, None] * np.exp(
            -((xs - cx) ** 2) / (2 * sx * sx)
        )[None]
        # The cell that holds the centre is the object's one sure positive.
        py, px = min(int(cy), CELLS - 1) - y0, min(int(cx), CELLS - 1) - x0
        bell[py, px] = 1
        window = heat[label, y0:y1, x0:x1]
        np.maximum(window, bell, out=window)
        weight = box_weight[y0:y1, x0:x1]
        owned = (bell > BOX_GAUSSIAN) & (bell > weight)
        weight[owned] = bell[owned]
        for side, value in enumerate((xs * STRIDE_PX - l, ys * STRIDE_PX - t, rr - xs * STRIDE_PX, b - ys * STRIDE_PX)):
            grid = np.broadcast_to(value[None, :] if side % 2 == 0 else value[:, None], bell.shape)
            box[side, y0:y1, x0:x1][owned] = grid[owned]
    return heat, heat_weight, box, box_weight
