"""Choose the alarm threshold and the score calibration on held-out sequences; write person.json.

    python calibrate.py DATA person.onnx person.json --version X.Y.Z

With --fit-model, constants are fitted on another file (an earlier state that has not seen the held-out
sequences) and written for `person.onnx`.

    python calibrate.py DATA person-quick.onnx person.json --quick [--fit-model ...]

writes the quick pass's constants into a person.json that is there already. Its threshold isn't chosen anew: it is the score
that means the same chance of a person as the whole graph's threshold does.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from pathlib import Path

import numpy as np

from data import CLASS_NAMES, read_annotations, read_pixels
from evaluate import Judged
from report import detections, fit_calibration, open_model, reliability
from train import holdout_mask

TOP_K = 300
NMS_IOU = 0.65
# Below this a detection is never shown, and the fit would be all background.
LEAST_FITTED_SCORE = 0.03


def best_threshold(scores: np.ndarray, right: np.ndarray, wanted: int) -> float:
    """Threshold of the best F2 (recall counts twice: a missed person costs more than a look)."""
    order = np.argsort(-scores)
    hits = np.cumsum(right[order])
    precision, recall = hits / np.arange(1, len(hits) + 1), hits / wanted
    f2 = 5 * precision * recall / np.maximum(4 * precision + recall, 1e-9)
    return float(scores[order][f2.argmax()])


def same_chance(score: float, calibration: dict, slope: float, intercept: float) -> float:
    """The score that another calibration gives the chance of a person that `score` has by `calibration`."""
    logit = calibration["slope"] * np.log(score / (1 - score)) + calibration["intercept"]
    return float(1 / (1 + np.exp(-(logit - intercept) / slope)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--version")
    what.add_argument("--quick", action="store_true")
    parser.add_argument("--fit-model", type=Path)
    a = parser.parse_args()
    pictures = read_annotations(a.data, "train")
    chosen = [p for p, h in zip(pictures, holdout_mask(pictures)) if h]
    pixels = read_pixels(a.data, "train", chosen)
    found = detections(open_model(a.fit_model or a.model), pixels, TOP_K, NMS_IOU)[0]
    scores, right, wanted, _ = Judged(found, chosen, 0).pooled()
    kept = scores >= LEAST_FITTED_SCORE
    slope, intercept = fit_calibration(scores[kept], right[kept])
    known = json.loads(a.out.read_text()) if a.quick else {}
    threshold = (
        same_chance(known["scoreThreshold"], known["calibration"], slope, intercept)
        if a.quick
        else best_threshold(scores, right, wanted)
    )
    print(f"held-out AP {Judged(found, chosen, 0).ap():.4f}, threshold {threshold:.3f}")
    print("\n".join(reliability(scores[kept], right[kept], slope, intercept)))
    readings = {
        "scoreThreshold": round(threshold, 2),
        "calibration": {"slope": round(slope, 4), "intercept": round(intercept, 4)},
        "sha256": hashlib.sha256(a.model.read_bytes()).hexdigest(),
    }
    constants = {**known, "quick": readings} if a.quick else {
        "name": "lantern-person",
        "version": a.version,
        "inputScale": (
            "Give raw 8-bit grey values; the graph applies 4 (v / 255 - 0.5) itself. "
            "Pad right and bottom to multiples of 32 with 128."
        ),
        "classes": list(CLASS_NAMES),
        "stridePx": 4,
        "topK": TOP_K,
        "nmsIou": NMS_IOU,
        **readings,
        "trainedUtc": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    a.out.write_text(json.dumps(constants, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
