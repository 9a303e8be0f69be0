"""Measure an exported model file: every table of the model card, as Markdown on standard output.

    python report.py DATA person.onnx person.json
    python report.py DATA person-quick.onnx person.json --quick
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from data import CLASS_NAMES, apart, read_annotations, read_pixels
from evaluate import Judged, decode

HEIGHT_BANDS_M = ((60, 70), (80, 100), (110, 130))
ANGLE_BANDS_DEG = ((30, 40), (50, 60), (70, 90))


def open_model(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def detections(session, pixels: np.ndarray, top_k: int, iou: float, labels=(0,)):
    """For each class of `labels`: list over pictures of (boxes [m,4] px, scores [m])."""
    out = {label: [] for label in labels}
    for picture in pixels:
        scores, boxes = session.run(["scores", "boxes"], {"frames": picture[None, None]})
        for label in labels:
            out[label].append(decode(scores[0, label], boxes[0], top_k, iou))
    return out


def disturbed(pixels: np.ndarray):
    """Pairs of (name, the pictures as another camera or setting might show them)."""
    random = np.random.default_rng(3)

    def noisy(sigma: float) -> np.ndarray:
        return np.stack(
            [np.clip(p + random.normal(0, sigma, p.shape), 0, 255).astype(np.uint8) for p in pixels]
        )

    def blurred(sigma: float) -> np.ndarray:
        return np.stack([cv2.GaussianBlur(p, (0, 0), sigma) for p in pixels])

    yield "clean", pixels
    yield "inverted polarity", 255 - pixels
    yield "half contrast", (pixels // 2 + 64).astype(np.uint8)
    yield "noise, sigma 8 grey levels", noisy(8)
    yield "noise, sigma 15 grey levels", noisy(15)
    yield "blur, sigma 0.8 px", blurred(0.8)
    yield "blur, sigma 1.5 px", blurred(1.5)


def row(name: str, judged: Judged, chosen=None) -> str:
    scores, right, wanted, pictures = judged.pooled(chosen)
    recall, threshold = judged.recall_at_one(chosen)
    return f"| {name} | {pictures} | {wanted} | {judged.ap(chosen):.3f} | {recall:.3f} | {threshold:.2f} |"


def fit_calibration(scores: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of p = sigmoid(slope logit(score) + intercept) by Newton's method."""
    x = np.log(scores / (1 - scores))
    design = np.stack([x, np.ones_like(x)], 1)
    w = np.array([1.0, 0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ w))
        hessian = design.T @ (design * (p * (1 - p))[:, None]) + 1e-6 * np.eye(2)
        w = w + np.linalg.solve(hessian, design.T @ (right - p))
    return float(w[0]), float(w[1])


def reliability(scores: np.ndarray, right: np.ndarray, slope: float, intercept: float) -> list[str]:
    p = 1 / (1 + np.exp(-(slope * np.log(scores / (1 - scores)) + intercept)))
    lines = ["| p from | p to | detections | mean p | really people |", "|---|---|---|---|---|"]
    edges = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (p >= low) & (p < high)
        if inside.any():
            n, mean, share = inside.sum(), p[inside].mean(), right[inside].mean()
            lines.append(f"| {low:.2f} | {high:.2f} | {n} | {mean:.2f} | {share:.2f} |")
    return lines


def frame_time_ms(path: Path, pixels: np.ndarray, runs: int = 60) -> tuple[float, float]:
    """Least and median time in ms of one 640x512 frame on one thread."""
    session = open_model(path)
    times = []
    for i in range(runs):
        frame = pixels[i % len(pixels)][None, None]
        begun = time.perf_counter()
        session.run(None, {"frames": frame})
        times.append((time.perf_counter() - begun) * 1e3)
    return min(times), float(np.median(times))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("constants", type=Path)
    parser.add_argument("--split", default="val")
    parser.add_argument("--quick", action="store_true", help="the file is the quick pass")
    a = parser.parse_args()
    constants = json.loads(a.constants.read_text())
    constants |= constants["quick"] if a.quick else {}
    top_k, iou = constants["topK"], constants["nmsIou"]
    pictures = read_annotations(a.data, a.split)
    pixels = read_pixels(a.data, a.split, pictures)
    alone = apart(pictures, read_annotations(a.data, "train"))
    session = open_model(a.model)
    found = detections(session, pixels, top_k, iou, labels=(0, 1, 2, 3))
    head = "| | pictures | objects | AP50 | recall at 1 false/picture | threshold there |\n|---|---|---|---|---|---|"

    print("### By class\n\n" + head)
    judged = {label: Judged(found[label], pictures, label) for label in range(4)}
    for label in range(4):
        print(row(CLASS_NAMES[label], judged[label]))
    people = judged[0]
    print("\n### People\n\n" + head)
    print(row("all", people))
    print(row("no train frame within 3 numbers", people, alone))
    print(row("with a train frame within 3 numbers", people, ~alone))
    print(row("all, IoU 0.3", Judged(found[0], pictures, 0, 0.3)))
    print(row("apart, IoU 0.3", Judged(found[0], pictures, 0, 0.3), alone))
    for name, value, bands in (
        ("height m", [p.altitude_m for p in pictures], HEIGHT_BANDS_M),
        ("camera angle deg", [p.angle_deg for p in pictures], ANGLE_BANDS_DEG),
        ("light field", [int(p.night) for p in pictures], ((0, 0), (1, 1))),
    ):
        for low, high in bands:
            chosen = np.array([low <= v <= high for v in value])
            print(row(f"{name} {low}-{high}", people, chosen))

    scores, right, wanted, count = people.pooled()
    print("\n### Operating points\n\n| threshold | recall | precision | false/picture |\n|---|---|---|---|")
    for threshold in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, constants["scoreThreshold"]):
        over = scores >= threshold
        hits, wrong = right[over].sum(), (~right[over]).sum()
        print(f"| {threshold:.2f} | {hits / wanted:.3f} | {hits / over.sum():.3f} | {wrong / count:.2f} |")

    print("\n### Robustness\n\n" + head)
    for name, changed in disturbed(pixels):
        print(row(name, Judged(detections(session, changed, top_k, iou)[0], pictures, 0)))

    calibration = constants["calibration"]
    print("\n### Calibration\n")
    print("\n".join(reliability(scores, right, calibration["slope"], calibration["intercept"])))
    least, median = frame_time_ms(a.model, pixels)
    print(f"\n### Speed\n\nOne thread: {least:.1f} ms least, {median:.1f} ms median of one 640x512 frame.")


if __name__ == "__main__":
    main()
