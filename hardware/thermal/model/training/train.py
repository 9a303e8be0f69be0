"""Train the person detector on HIT-UAV, on CPU, for a given wall-clock time.

The learning rate follows a cosine over the time that is left, so that a run ends when it must whatever else
the machine does. State (network, averaged network, optimiser) is saved every few minutes; start again with
--resume, or from an exported file with --warm-start person.onnx.
"""

from __future__ import annotations

import argparse
import copy
import math
import signal
import time
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset

from augment import Sampler
from data import read_annotations, read_pixels, sequence_numbers
from evaluate import Judged, decode
from losses import BOX_WEIGHT, QUALITY_WEIGHT, box_losses, heat_loss
from muon import Muon
from net import PersonNet
from weights import read_weights, settle_norms, warm_start

HOLDOUT_SEED = 7
HOLDOUT_SHARE = 0.05
AVERAGE_DECAY = 0.9993
WARM_UP_SECONDS = 90
WARM_UP_STEPS = 300


def holdout_mask(pictures) -> np.ndarray:
    """Whole sequences kept out of training for decisions: bool [n]."""
    numbers = sequence_numbers(pictures)
    random = np.random.default_rng(HOLDOUT_SEED)
    out = np.zeros(len(pictures), bool)
    for number in random.permutation(numbers.max() + 1):
        if out.mean() >= HOLDOUT_SHARE:
            break
        # Very long sequences would be most of the set.
        if (numbers == number).sum() <= 15:
            out |= numbers == number
    return out


class Crops(IterableDataset):
    """Endless batches of crops as tuples of tensors."""

    def __init__(self, sampler: Sampler, batch: int):
        self.sampler, self.batch = sampler, batch

    def __iter__(self):
        torch.set_num_threads(1)
        while True:
            rows = [self.sampler.draw() for _ in range(self.batch)]
            yield tuple(torch.from_numpy(np.stack(column)) for column in zip(*rows))


@torch.no_grad()
def detect(net: PersonNet, pixels: np.ndarray, top_k: int = 200, iou: float = 0.65, quality: float = 0.5):
    """Person detections of uint8 [n,512,640]: list of (boxes [m,4], scores [m])."""
    net.eval()
    out = []
    for i in range(0, len(pixels), 8):
        x = 4 * (torch.from_numpy(pixels[i : i + 8])[:, None].float() / 255 - 0.5)
        with torch.autocast("cpu", torch.bfloat16):
            heat, box, fit = net(x.to(memory_format=torch.channels_last))
        s = heat.float().sigmoid()[:, :1] * fit.float().sigmoid() ** quality
        s = torch.where(s == torch.nn.functional.max_pool2d(s, 3, 1, 1), s, 0.0)
        b = box.float().exp()
        out += [decode(s[j, 0].numpy(), b[j].numpy(), top_k, iou) for j in range(len(s))]
    return out


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with train/, val/ and annotations/")
    parser.add_argument("out", type=Path, help="folder for the checkpoint and the progress log")
    parser.add_argument("--warm-start", type=Path, help="exported .onnx or the first study's .npz")
    parser.add_argument("--resume", type=Path, help="state.pt to go on from")
    parser.add_argument("--minutes", type=float, default=100, help="length of the whole schedule")
    parser.add_argument("--used-minutes", type=float, default=0, help="part of the schedule already run")
    parser.add_argument("--max-steps", type=int, default=10**9)
    parser.add_argument("--optimiser", choices=("adamw", "muon"), default="adamw")
    parser.add_argument("--rate", type=float, default=1.5e-3, help="AdamW's highest learning rate")
    parser.add_argument("--muon-rate", type=float, default=4e-3)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--photometric", type=float, default=1.0, help="share of crops with grey changes")
    parser.add_argument("--scales", type=float, nargs=2, default=(0.7, 1.4))
    parser.add_argument("--all", action="store_true", help="train on the held-out sequences too")
    parser.add_argument("--check-minutes", type=float, default=5)
    return parser.parse_args()


class Checks:
    """Saves the state and measures the averaged network on held-out and on some val pictures."""

    def __init__(self, data: Path, out: Path, pictures, pixels: np.ndarray, held: np.ndarray):
        self.out = out
        self.held = pixels[held], [p for p, h in zip(pictures, held) if h]
        some = read_annotations(data, "val")[::3]
        self.some = read_pixels(data, "val", some), some
        self.log = (out / "progress.log").open("a", buffering=1)

    def write(self, line: str) -> None:
        self.log.write(f"{time.strftime('%H:%M:%S')} {line}\n")

    def check(self, net: PersonNet, average: PersonNet, optimisers, step: int) -> None:
        state = {"net": net.state_dict(), "average": average.state_dict(), "step": step}
        state["optimisers"] = [o.state_dict() for o, _ in optimisers]
        torch.save(state, self.out / "state.pt")
        held, some = (Judged(detect(average, p), rows, 0).ap() for p, rows in (self.held, self.some))
        self.write(f"step {step} held-out AP {held:.4f} val/3 AP {some:.4f}")


def make_networks(a: argparse.Namespace, state: dict | None, sampler: Sampler):
    """The network to train and the running average of its weights."""
    net = PersonNet()
    if state:
        net.load_state_dict(state["net"])
    elif a.warm_start:
        warm_start(net, read_weights(a.warm_start))
        settle_norms(net, torch.from_numpy(np.stack([sampler.draw()[0] for _ in range(32)])))
    net.train().to(memory_format=torch.channels_last)
    average = copy.deepcopy(net).requires_grad_(False)
    if state:
        average.load_state_dict(state["average"])
    return net, average


def make_optimisers(a: argparse.Namespace, net: PersonNet, state: dict | None):
    """Pairs of optimiser and highest rate. Muon, where asked for, takes the wide 3x3 convolutions."""
    wide = [p for p in net.parameters() if p.ndim == 4 and p.shape[2] == 3 and p.shape[1] > 1]
    known = {id(p) for p in wide}
    rest = [p for p in net.parameters() if id(p) not in known]
    weights, others = [p for p in rest if p.ndim == 4], [p for p in rest if p.ndim < 4]
    optimisers: list[tuple[torch.optim.Optimizer, float]] = []
    if a.optimiser == "muon":
        optimisers.append((Muon(wide, a.muon_rate), a.muon_rate))
    else:
        weights += wide
    groups = [{"params": weights, "weight_decay": 0.02}, {"params": others, "weight_decay": 0.0}]
    optimisers.append((torch.optim.AdamW(groups, a.rate, betas=(0.9, 0.99)), a.rate))
    if state and len(state["optimisers"]) == len(optimisers):
        for (optimiser, _), saved in zip(optimisers, state["optimisers"]):
            optimiser.load_state_dict(saved)
    return optimisers


def train_step(net: PersonNet, optimisers, batch) -> np.ndarray:
    """One step; returns loss, heat, box and quality loss, mean IoU."""
    grey, heat, heat_weight, box, box_weight = batch
    with torch.autocast("cpu", torch.bfloat16):
        logits, distances, quality = net(grey.to(memory_format=torch.channels_last))
    by_heat = heat_loss(logits.float(), heat, heat_weight)
    by_box, by_quality, iou = box_losses(distances.float().exp(), quality.float(), box, box_weight)
    loss = by_heat + BOX_WEIGHT * by_box + QUALITY_WEIGHT * by_quality
    for optimiser, _ in optimisers:
        optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0, foreach=True)
    for optimiser, _ in optimisers:
        optimiser.step()
    return np.array([loss.item(), by_heat.item(), by_box.item(), by_quality.item(), iou.item()])


@torch.no_grad()
def follow(average: PersonNet, net: PersonNet, decay: float) -> None:
    pairs = zip(average.state_dict().values(), net.state_dict().values())
    floating = [(x, y) for x, y in pairs if x.is_floating_point()]
    torch._foreach_lerp_([x for x, _ in floating], [y for _, y in floating], 1 - decay)


def main() -> None:
    a = read_arguments()
    a.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    pictures = read_annotations(a.data, "train")
    pixels = read_pixels(a.data, "train", pictures)
    held = holdout_mask(pictures)
    kept = np.ones(len(pictures), bool) if a.all else ~held
    chosen = [p for p, k in zip(pictures, kept) if k]
    sampler = Sampler(pixels[kept], chosen, a.seed, a.photometric, tuple(a.scales))
    checks = Checks(a.data, a.out, pictures, pixels, held)
    state = torch.load(a.resume, weights_only=True) if a.resume else None
    net, average = make_networks(a, state, sampler)
    optimisers = make_optimisers(a, net, state)
    batches = iter(DataLoader(Crops(sampler, a.batch), batch_size=None, num_workers=1, prefetch_factor=4))

    asked_to_stop: list[bool] = []
    signal.signal(signal.SIGTERM, lambda *_: asked_to_stop.append(True))
    step = first_step = state["step"] if state else 0
    begun = time.time()
    start = begun - a.used_minutes * 60
    next_check = begun + a.check_minutes * 60
    sums = np.zeros(5)
    while True:
        progress = (time.time() - start) / (a.minutes * 60)
        done = progress >= 1 or step >= a.max_steps or bool(asked_to_stop)
        if done or time.time() > next_check:
            next_check = time.time() + a.check_minutes * 60
            checks.check(net, average, optimisers, step)
            if done:
                break
        warm = min(1.0, (time.time() - begun) / WARM_UP_SECONDS, (step - first_step + 1) / WARM_UP_STEPS)
        factor = warm * (0.5 + 0.5 * math.cos(math.pi * progress)) + 1e-3
        for optimiser, rate in optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate * factor
        sums += train_step(net, optimisers, next(batches))
        step += 1
        # The average of a fresh start must not remember it for long.
        follow(average, net, AVERAGE_DECAY if state else min(AVERAGE_DECAY, 1 - 1 / step))
        if step % 200 == 0:
            m, sums = sums / 200, np.zeros(5)
            checks.write(
                f"step {step} rate x{factor:.3f} loss {m[0]:.4f} heat {m[1]:.4f}"
                f" box {m[2]:.4f} quality {m[3]:.4f} iou {m[4]:.4f}"
            )


if __name__ == "__main__":
    main()
