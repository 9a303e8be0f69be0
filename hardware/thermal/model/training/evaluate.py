"""Average precision, recall and their breakdowns, on outputs in the model file's form."""

from __future__ import annotations

import numpy as np

from data import DONT_CARE, Picture

MATCH_IOU = 0.5


def intersections(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Overlap areas in px2 of boxes a [n,4] and b [m,4]: [n,m]."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    return np.prod(np.clip(high - low, 0, None), axis=2)


def areas(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def overlaps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Intersection over union [n,m]."""
    common = intersections(a, b)
    return common / np.maximum(areas(a)[:, None] + areas(b)[None, :] - common, 1e-9)


def suppress(boxes: np.ndarray, scores: np.ndarray, iou: float) -> np.ndarray:
    """Greedy non-maximum suppression; indices of the boxes kept, best first."""
    order = np.argsort(-scores, kind="stable")
    table = overlaps(boxes, boxes)
    alive = np.ones(len(boxes), bool)
    kept = []
    for i in order:
        if alive[i]:
            kept.append(i)
            alive &= table[i] <= iou
            alive[i] = False
    return np.array(kept, np.int64)


def decode(scores: np.ndarray, boxes: np.ndarray, top_k: int, iou: float, stride_px: int = 4):
    """One picture's `scores` [h,w] and `boxes` [4,h,w] -> boxes [n,4] in px, scores [n]."""
    flat = scores.ravel()
    order = np.argsort(-flat, kind="stable")[:top_k]
    order = order[flat[order] > 0.005]
    y, x = np.divmod(order, scores.shape[1])
    cx, cy = (x + 0.5) * stride_px, (y + 0.5) * stride_px
    l, t, r, b = boxes.reshape(4, -1)[:, order]
    found = np.stack([cx - l, cy - t, cx + r, cy + b], 1)
    kept = suppress(found, flat[order], iou)
    return found[kept], flat[order][kept]


def judge(found: np.ndarray, scores: np.ndarray, picture: Picture, label: int, match_iou=MATCH_IOU):
    """Match one picture's detections to its people: scores [m], right [m] bool, wanted count.

    Greedy by score, each label taken once by the free label it overlaps most. A detection that stays
    unmatched and lies at least half in a DontCare box counts neither as right nor as wrong.
    """
    wanted = picture.boxes[picture.classes == label]
    ignored = picture.boxes[picture.classes == DONT_CARE]
    order = np.argsort(-scores, kind="stable")
    found, scores = found[order], scores[order]
    right = np.zeros(len(found), bool)
    counted = np.ones(len(found), bool)
    table = overlaps(found, wanted) if len(wanted) else np.zeros((len(found), 0))
    free = np.ones(len(wanted), bool)
    for i in range(len(found)):
        row = np.where(free, table[i], -1.0)
        j = int(row.argmax()) if len(row) else -1
        if j >= 0 and row[j] >= match_iou:
            right[i] = True
            free[j] = False
        elif len(ignored):
            share = intersections(found[i : i + 1], ignored)[0] / max(areas(found[i : i + 1])[0], 1e-9)
            counted[i] = share.max() < 0.5
    return scores[counted], right[counted], len(wanted)


def average_precision(scores: np.ndarray, right: np.ndarray, wanted: int) -> float:
    """Mean of the precision envelope at recalls 0, 0.01 ... 1."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    precision = hits / np.arange(1, len(hits) + 1)
    recall = hits / max(wanted, 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    at = np.searchsorted(recall, np.linspace(0, 1, 101), side="left")
    return float(np.mean(np.append(envelope, 0.0)[np.minimum(at, len(envelope))]))


def recall_at_false_per_picture(scores, right, wanted: int, pictures: int, false_per_picture=1.0):
    """Recall and score threshold where false alarms reach `false_per_picture`."""
    order = np.argsort(-scores, kind="stable")
    wrong = np.cumsum(~right[order])
    end = int(np.searchsorted(wrong, false_per_picture * pictures, side="right"))
    threshold = float(scores[order][end - 1]) if end else 1.0
    return float(right[order][:end].sum() / max(wanted, 1)), threshold


class Judged:
    """All pictures' matches for one class, kept per picture so that subsets cost nothing."""

    def __init__(self, detections, pictures: list[Picture], label: int, match_iou=MATCH_IOU):
        self.rows = [judge(f, s, p, label, match_iou) for (f, s), p in zip(detections, pictures)]

    def pooled(self, chosen=None):
        rows = self.rows if chosen is None else [r for r, c in zip(self.rows, chosen) if c]
        scores = np.concatenate([r[0] for r in rows]) if rows else np.zeros(0)
        right = np.concatenate([r[1] for r in rows]) if rows else np.zeros(0, bool)
        return scores, right, sum(r[2] for r in rows), len(rows)

    def ap(self, chosen=None) -> float:
        scores, right, wanted, _ = self.pooled(chosen)
        return average_precision(scores, right, wanted)

    def recall_at_one(self, chosen=None):
        return recall_at_false_per_picture(*self.pooled(chosen))
