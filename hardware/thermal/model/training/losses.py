"""Losses on the network's dense outputs."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

CLASS_WEIGHTS = (1.0, 0.6, 0.6, 0.3)
BOX_WEIGHT = 2.0
QUALITY_WEIGHT = 0.3


def heat_loss(logits: Tensor, heat: Tensor, weight: Tensor) -> Tensor:
    """CenterNet's focal loss (2, 4) over [N,4,h,w], per object."""
    p = logits.sigmoid()
    sure = (heat >= 1).float()
    positive = (1 - p) ** 2 * F.softplus(-logits) * sure
    negative = (1 - heat) ** 4 * p**2 * F.softplus(logits) * (1 - sure)
    by_class = torch.tensor(CLASS_WEIGHTS).view(1, -1, 1, 1)
    return ((positive + negative) * weight * by_class).sum() / sure.sum().clamp(min=1)


def box_losses(distances: Tensor, quality: Tensor, box: Tensor, weight: Tensor):
    """GIoU and quality losses at the cells that own an object.

    distances, box: [N,4,h,w] in px from the cell; quality logits [N,1,h,w]; weight [N,h,w].
    """
    chosen = weight > 0
    w = weight[chosen]
    total = w.sum().clamp(min=1)
    a = distances.permute(0, 2, 3, 1)[chosen]
    b = box.permute(0, 2, 3, 1)[chosen]
    # Distances of one cell centre: overlap and hull are minima and maxima side by side.
    low, high = torch.minimum(a, b), torch.maximum(a, b)
    common = (low[:, 0] + low[:, 2]).clamp(min=0) * (low[:, 1] + low[:, 3]).clamp(min=0)
    hull = (high[:, 0] + high[:, 2]) * (high[:, 1] + high[:, 3])
    area = lambda d: (d[:, 0] + d[:, 2]) * (d[:, 1] + d[:, 3])
    union = area(a) + area(b) - common
    iou = common / union.clamp(min=1e-6)
    giou = iou - (hull - union) / hull.clamp(min=1e-6)
    loss = ((1 - giou) * w).sum() / total
    # AP50 asks whether the overlap passes one half: the target is steep there.
    fit = ((iou.detach() - 0.25) / 0.5).clamp(0, 1)
    q = F.binary_cross_entropy_with_logits(quality.permute(0, 2, 3, 1)[chosen][:, 0], fit, reduction="none")
    return loss, (q * w).sum() / total, (iou.detach() * w).sum() / total
