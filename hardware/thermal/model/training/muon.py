"""Muon: momentum whose update matrix is made orthogonal by a Newton-Schulz iteration.

After K. Jordan et al., "Muon: an optimizer for hidden layers in neural networks" (2024). A convolution
[o,i,k,k] counts as the matrix [o, i k k].
"""

from __future__ import annotations

import torch
from torch import Tensor


def orthogonal(g: Tensor, steps: int = 5) -> Tensor:
    """Nearest (roughly) matrix with singular values near 1 to g [m,n]."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = (g / (g.norm() + 1e-7)).bfloat16()
    turned = x.shape[0] > x.shape[1]
    if turned:
        x = x.T
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.T if turned else x).float()


class Muon(torch.optim.Optimizer):
    def __init__(self, params, lr: float, momentum: float = 0.95, weight_decay: float = 0.02):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                if "buffer" not in state:
                    state["buffer"] = torch.zeros_like(p)
                buffer = state["buffer"]
                buffer.lerp_(p.grad, 1 - group["momentum"])
                nesterov = p.grad.lerp(buffer, group["momentum"])
                flat = nesterov.reshape(len(p), -1)
                update = orthogonal(flat).reshape(p.shape)
                # The same root-mean-square change per weight whatever the matrix's shape.
                scale = 0.2 * max(flat.shape) ** 0.5
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(update, alpha=-group["lr"] * scale)
