"""Weights from and for other files: exported models, the first study, checkpoints."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from net import Conv, PersonNet


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """Folded weights by name from a .npz of the first study or from an ONNX file written here."""
    if path.suffix == ".npz":
        arrays = np.load(path)
        # The study numbers the convolution inside each unit: st.0.0.0.weight -> st.0.0.weight.
        return {
            (k.replace(".0.weight", ".weight").replace(".0.bias", ".bias")): arrays[k].astype(np.float32)
            for k in arrays
        }
    arrays = {i.name: numpy_helper.to_array(i) for i in onnx.load(str(path)).graph.initializer}
    weights = {k: v.astype(np.float32) for k, v in arrays.items() if v.dtype.kind == "f"}
    for name, value in arrays.items():
        if not name.endswith("_quantized"):
            continue
        plain = name.removesuffix("_quantized")
        # Biases name their scale after themselves, weights after the weight; both are per output.
        scale = arrays.get(f"{name}_scale", arrays.get(f"{plain}_scale"))
        weights[plain] = value.astype(np.float32) * scale.reshape(-1, *[1] * (value.ndim - 1))
    return weights


def grow(weight: np.ndarray, shape, random: np.random.Generator) -> torch.Tensor:
    """Widen a convolution [o,i,k,k]: old outputs ignore new inputs, new outputs start at random."""
    o, i = weight.shape[:2]
    fan_in = shape[1] * shape[2] * shape[3]
    out = random.standard_normal(shape).astype(np.float32) * np.float32(np.sqrt(2 / fan_in))
    out[:o] = 0
    out[:o, :i] = weight
    return torch.tensor(out)


def warm_start(net: PersonNet, weights: dict[str, np.ndarray], seed: int = 1) -> None:
    """Load folded weights so that the network computes what they computed.

    New residual blocks start as the identity, new channels unused, a box head that the weights lack as a
    copy of the heat head.
    """
    random = np.random.default_rng(seed)
    weights = dict(weights)
    if "boxhead.weight" not in weights and "head.weight" in weights:
        weights["boxhead.weight"], weights["boxhead.bias"] = weights["head.weight"], weights["head.bias"]
    for name, module in net.named_modules():
        has = f"{name}.weight" in weights
        if isinstance(module, Conv):
            norm = module[1]
            norm.running_mean.zero_()
            norm.running_var.fill_(1 - norm.eps)
            if has:
                module[0].weight.data = grow(weights[f"{name}.weight"], module[0].weight.shape, random)
                norm.bias.data.zero_()
                bias = torch.tensor(weights[f"{name}.bias"])
                norm.bias.data[: len(bias)] = bias
            elif name.endswith(".b"):
                norm.weight.data.zero_()
        elif isinstance(module, torch.nn.Conv2d) and has:
            module.weight.data = torch.tensor(weights[f"{name}.weight"])
            module.bias.data = torch.tensor(weights[f"{name}.bias"])
        elif name == "quality":
            module.weight.data.zero_()
            module.bias.data.fill_(1.0)


@torch.no_grad()
def settle_norms(net: PersonNet, frames: torch.Tensor) -> None:
    """Give every batch norm the statistics of `frames` [N,1,H,W] without changing what it computes.

    Folded weights come with mean 0 and variance 1; training mode needs the real ones.
    """
    def settle(norm, inputs):
        x = inputs[0].float()
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False) + 1e-4
        gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        bias = norm.bias - norm.running_mean * gain
        norm.weight.data = gain * torch.sqrt(var + norm.eps)
        norm.bias.data = bias + mean * gain
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(var)

    net.eval()
    norms = [m for m in net.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    hooks = [m.register_forward_pre_hook(settle) for m in norms]
    net(frames)
    for hook in hooks:
        hook.remove()


def load_average(path: Path) -> PersonNet:
    """The averaged network of a checkpoint, or the network of an exported file."""
    net = PersonNet()
    if path.suffix == ".pt":
        net.load_state_dict(torch.load(path, weights_only=True)["average"])
    else:
        warm_start(net, read_weights(path))
    return net.eval()
