"""Reading HIT-UAV: pictures, boxes, sequence bookkeeping.

A picture is 640x512, 8 bit, one channel (the JPEGs repeat it three times).
File names are `{0 day | 1 night}_{altitude m}_{camera angle deg}_0_{frame number}.jpg`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

CLASS_NAMES = ("Person", "Car", "Bicycle", "OtherVehicle")
DONT_CARE = 4
PICTURE_WIDTH = 640
PICTURE_HEIGHT = 512
# Two frames at most this many numbers apart show nearly the same scene.
NEAR_FRAMES = 3
# A jump of more than this many frame numbers starts a new sequence.
SEQUENCE_GAP = 12


@dataclass
class Picture:
    """One picture's metadata and ground truth."""

    name: str
    night: bool
    altitude_m: int
    angle_deg: int
    frame: int
    boxes: np.ndarray  # [n, 4] float32: left, top, right, bottom in px
    classes: np.ndarray  # [n] int64: 0..3 as CLASS_NAMES, 4 = DontCare


def read_annotations(root: Path, split: str) -> list[Picture]:
    """Return the pictures of `split` ("train" or "val") in order of frame number."""
    document = json.loads((root / "annotations" / f"{split}.json").read_text())
    rows: dict[int, list[dict]] = {}
    for row in document["annotation"]:
        rows.setdefault(row["image_id"], []).append(row)
    pictures = []
    for image in document["images"]:
        stem = Path(image["filename"]).stem
        light, altitude, angle, _, frame = stem.split("_")
        own = rows.get(image["id"], [])
        xywh = np.array([r["bbox"] for r in own], np.float32).reshape(-1, 4)
        boxes = np.concatenate([xywh[:, :2], xywh[:, :2] + xywh[:, 2:]], 1)
        classes = np.array([r["category_id"] for r in own], np.int64)
        picture = Picture(
            image["filename"], light == "1", int(altitude), int(angle), int(frame), boxes, classes
        )
        pictures.append(picture)
    return sorted(pictures, key=lambda p: p.frame)


def read_pixels(root: Path, split: str, pictures: list[Picture]) -> np.ndarray:
    """Return the grey pictures as one uint8 array [n, 512, 640]."""
    pixels = np.empty((len(pictures), PICTURE_HEIGHT, PICTURE_WIDTH), np.uint8)
    for index, picture in enumerate(pictures):
        grey = cv2.imread(str(root / split / picture.name), cv2.IMREAD_GRAYSCALE)
        if grey is None or grey.shape != (PICTURE_HEIGHT, PICTURE_WIDTH):
            raise ValueError(f"{picture.name}: not a {PICTURE_WIDTH}x{PICTURE_HEIGHT} picture")
        pixels[index] = grey
    return pixels


def sequence_numbers(pictures: list[Picture]) -> np.ndarray:
    """Number the runs of neighbouring frames: int [n], in order of frame number.

    A new run starts at a jump of the frame number or where light, height or camera
    angle change, so that a run is one look at one place.
    """
    numbers = np.zeros(len(pictures), np.int64)
    for i in range(1, len(pictures)):
        a, b = pictures[i - 1], pictures[i]
        same_look = (a.night, a.altitude_m, a.angle_deg) == (b.night, b.altitude_m, b.angle_deg)
        numbers[i] = numbers[i - 1] + int(b.frame - a.frame > SEQUENCE_GAP or not same_look)
    return numbers


def apart(pictures: list[Picture], seen: list[Picture]) -> np.ndarray:
    """Tell which pictures have no frame of `seen` within NEAR_FRAMES numbers: bool [n]."""
    frames = np.sort([p.frame for p in seen])
    out = np.zeros(len(pictures), bool)
    for i, picture in enumerate(pictures):
        at = np.searchsorted(frames, picture.frame)
        near = frames[max(at - 1, 0) : at + 1]
        out[i] = np.abs(near - picture.frame).min() > NEAR_FRAMES
    return out


if __name__ == "__main__":
    import sys

    from train import holdout_mask

    rows = read_annotations(Path(sys.argv[1]), "train")
    numbers, held = sequence_numbers(rows), holdout_mask(rows)
    for number in np.unique(numbers[held]):
        run = [p for p, n in zip(rows, numbers) if n == number]
        print(f"{run[0].name} .. {run[-1].name}: {len(run)} frames")
