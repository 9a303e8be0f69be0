"""A little writer of ONNX graphs."""

from __future__ import annotations

import numpy as np
import torch
from onnx import helper, numpy_helper

from net import Conv, Residual


def fold(conv: Conv) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias of a convolution with its batch norm folded in."""
    norm = conv[1]
    gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    weight = conv[0].weight * gain[:, None, None, None]
    bias = norm.bias - norm.running_mean * gain
    return weight.detach().double().numpy(), bias.detach().double().numpy()


class Graph:
    """Collects nodes; every method returns the name of its output."""

    def __init__(self):
        self.nodes, self.initialisers, self.names, self.count = [], [], set(), 0

    def constant(self, name: str, value: np.ndarray) -> str:
        if name not in self.names:
            self.names.add(name)
            self.initialisers.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def add(self, kind: str, inputs: list[str], name: str = "", **attributes) -> str:
        self.count += 1
        out = name or f"{kind.lower()}{self.count}"
        self.nodes.append(helper.make_node(kind, inputs, [out], name=f"n_{out}", **attributes))
        return out

    def conv(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray, stride=1) -> str:
        side = weight.shape[-1]
        w = self.constant(f"{name}.weight", weight.astype(np.float32))
        b = self.constant(f"{name}.bias", bias.astype(np.float32))
        return self.add(
            "Conv", [x, w, b], kernel_shape=[side, side], strides=[stride, stride], pads=[side // 2] * 4
        )

    def unit(self, x: str, name: str, conv: Conv) -> str:
        y = self.conv(x, name, *fold(conv), stride=conv[0].stride[0])
        return self.add("Relu", [y]) if len(conv) == 3 else y

    def residual(self, x: str, name: str, block: Residual) -> str:
        y = self.unit(self.unit(x, f"{name}.a", block.a), f"{name}.b", block.b)
        return self.add("Relu", [self.add("Add", [x, y])])

    def several(self, kind: str, inputs: list[str], outputs: int, **attributes) -> list[str]:
        """Add a node of more than one output."""
        self.count += 1
        names = [f"{kind.lower()}{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, name=f"n_{names[0]}", **attributes))
        return names

    def number(self, value: float) -> str:
        return self.constant(f"number.{value:g}", np.float32(value))

    def whole(self, *values: int) -> str:
        return self.constant("whole." + ".".join(map(str, values)), np.array(values, np.int64))

    def mirror(self, x: str) -> str:
        """Turn left and right of [N,C,H,W]."""
        return self.add("Slice", [x, self.whole(-1), self.whole(-(2**31)), self.whole(3), self.whole(-1)])

    def channels(self, x: str, *chosen: int) -> str:
        return self.add("Gather", [x, self.whole(*chosen)], axis=1)

    def peaks(self, heat: str) -> str:
        """Zero wherever one of the 3x3 neighbours is higher."""
        highest = self.add("MaxPool", [heat], kernel_shape=[3, 3], strides=[1, 1], pads=[1, 1, 1, 1])
        return self.add("Mul", [heat, self.add("Cast", [self.add("GreaterOrEqual", [heat, highest])], to=1)])
