"""Write the network as an ONNX file of plain operators (batch norm folded), and read one back.

In:  `frames` uint8 [N,1,H,W], H and W multiples of 32.
Out: `scores` float32 [N,4,H/4,W/4], 0 where a 3x3 neighbour is higher, and
     `boxes` float32 [N,4,H/4,W/4]: left, top, right, bottom distances in px from the cell centre.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from net import Conv, PersonNet, Residual


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
        self.nodes, self.initialisers, self.count = [], [], 0

    def constant(self, name: str, value: np.ndarray) -> str:
        self.initialisers.append(numpy_helper.from_array(value, name))
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


def grey_to_input(g: Graph, flip: bool) -> str:
    """`frames` -> normalised [N,1,H,W], or [2N,1,H,W] with the mirror images behind."""
    scale = g.constant("input.scale", np.float32(4 / 255))
    offset = g.constant("input.offset", np.float32(2))
    x = g.add("Sub", [g.add("Mul", [g.add("Cast", ["frames"], to=TensorProto.FLOAT), scale]), offset])
    return g.add("Concat", [x, mirror(g, x)], axis=0) if flip else x


def mirror(g: Graph, x: str) -> str:
    """Turn left and right of [N,C,H,W]."""
    if "mirror.start" not in {i.name for i in g.initialisers}:
        for part, value in (("start", -1), ("end", -(2**31)), ("axis", 3), ("step", -1)):
            g.constant(f"mirror.{part}", np.array([value], np.int64))
    return g.add("Slice", [x, "mirror.start", "mirror.end", "mirror.axis", "mirror.step"])


def unmirror(g: Graph, x: str, order: list[int] | None) -> str:
    """Mean of the two halves of [2N,C,H,W], the second mirrored back and its channels in `order`."""
    g.count += 1
    halves = [f"half{g.count}a", f"half{g.count}b"]
    g.nodes.append(helper.make_node("Split", [x], halves, name=f"n_{halves[0]}", axis=0))
    other = mirror(g, halves[1])
    if order:
        index = g.constant(f"mirror.order{g.count}", np.array(order, np.int64))
        other = g.add("Gather", [other, index], axis=1)
    half = g.constant(f"mirror.half{g.count}", np.float32(0.5))
    return g.add("Mul", [g.add("Add", [halves[0], other]), half])


def build(net: PersonNet, quality_power: float, flip: bool) -> onnx.ModelProto:
    """The inference graph of `net`; `flip` averages with the mirror image."""
    g = Graph()
    x = g.unit(grey_to_input(g, flip), "stem", net.stem)
    features = []
    for i, stage in enumerate(net.st):
        x = g.unit(x, f"st.{i}.0", stage[0])
        for j in range(1, len(stage)):
            x = g.residual(x, f"st.{i}.{j}", stage[j])
        features.append(x)
    twice = g.constant("up.scale", np.array([1, 1, 2, 2], np.float32))
    p = g.unit(features[3], "lat.3", net.lat[3])
    for level in (2, 1, 0):
        up = g.add(
            "Resize", [p, "", twice], mode="nearest",
            coordinate_transformation_mode="asymmetric", nearest_mode="floor",
        )
        p = g.add("Relu", [g.add("Add", [g.unit(features[level], f"lat.{level}", net.lat[level]), up])])
        if level > 0:
            p = g.unit(p, f"sm.{level - 1}", net.sm[level - 1])

    def last(inputs: str, name: str) -> str:
        layer = getattr(net, name)
        return g.conv(inputs, name, layer.weight.detach().numpy(), layer.bias.detach().numpy())

    b = g.unit(p, "boxhead", net.boxhead)
    heat = g.add("Sigmoid", [last(g.unit(p, "head", net.head), "hm")])
    boxes = g.add("Exp", [last(b, "box")])
    power = g.constant("quality.power", np.float32(quality_power))
    heat = g.add("Mul", [heat, g.add("Pow", [g.add("Sigmoid", [last(b, "quality")]), power])])
    if flip:
        heat, boxes = unmirror(g, heat, None), unmirror(g, boxes, [2, 1, 0, 3])
    highest = g.add("MaxPool", [heat], kernel_shape=[3, 3], strides=[1, 1], pads=[1, 1, 1, 1])
    peak = g.add("Cast", [g.add("GreaterOrEqual", [heat, highest])], to=TensorProto.FLOAT)
    g.add("Mul", [heat, peak], name="scores")
    g.add("Identity", [boxes], name="boxes")
    output = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", 4, "h", "w"])
    graph = helper.make_graph(
        g.nodes,
        "person",
        [helper.make_tensor_value_info("frames", TensorProto.UINT8, ["N", 1, "H", "W"])],
        [output("scores"), output("boxes")],
        g.initialisers,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


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


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="state.pt, an exported .onnx or the first study's .npz")
    parser.add_argument("out", type=Path)
    parser.add_argument("--quality-power", type=float, default=0.5)
    parser.add_argument("--flip", action="store_true")
    arguments = parser.parse_args()
    onnx.save(
        build(load_average(arguments.weights), arguments.quality_power, arguments.flip), str(arguments.out)
    )
