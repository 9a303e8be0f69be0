"""Write the network as an ONNX file of plain operators, batch norm folded.

In:  `frames` uint8 [N,1,H,W], H and W multiples of 32.
Out: `scores` float32 [N,4,H/4,W/4], 0 except at peaks, and
     `boxes` float32 [N,4,H/4,W/4]: left, top, right, bottom distances in px from the cell centre.

The graph looks at the frame twice, as it is and mirrored at SECOND_SCALE, and fuses both (fusion.py).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from fusion import STRIDE_PX, View, fuse_people
from net import PersonNet
from onnx_graph import Graph
from weights import load_average

# People a quarter larger: neighbours come apart and boxes get finer.
SECOND_SCALE = 1.25
# score = person probability x fit ^ QUALITY_POWER
QUALITY_POWER = 0.5


def network(g: Graph, net: PersonNet, x: str) -> tuple[str, str]:
    """Normalised grey [N,1,H,W] -> scores before peaks [N,4,h,w] and box distances [N,4,h,w]."""
    x = g.unit(x, "stem", net.stem)
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
    fit = g.add("Pow", [g.add("Sigmoid", [last(b, "quality")]), g.number(QUALITY_POWER)])
    return g.add("Mul", [heat, fit]), g.add("Exp", [last(b, "box")])


def resize(g: Graph, x: str, sizes: str) -> str:
    return g.add(
        "Resize", [x, "", "", sizes], mode="linear", coordinate_transformation_mode="half_pixel"
    )


def second_view(g: Graph, net: PersonNet, frame: str) -> View:
    """The mirrored frame at about SECOND_SCALE, its sides rounded to multiples of 32."""
    shape = g.add("Shape", [frame])
    head = g.add("Slice", [shape, g.whole(0), g.whole(2)])
    tail = g.add("Slice", [shape, g.whole(2), g.whole(4)])
    floating = g.add("Cast", [tail], to=TensorProto.FLOAT)
    blocks = g.add("Floor", [g.add("Add", [g.add("Mul", [floating, g.number(SECOND_SCALE / 32)]), g.number(0.5)])])
    sides = g.add("Mul", [blocks, g.number(32)])
    larger = g.add("Concat", [head, g.add("Cast", [sides], to=TensorProto.INT64)], axis=0)
    scores, boxes = network(g, net, g.mirror(resize(g, frame, larger)))
    # [2]: px of the frame per px of the view, vertical and horizontal.
    back = g.add("Div", [floating, sides])
    px_y = g.add("Gather", [back, g.whole(0)], axis=0)
    px_x = g.add("Gather", [back, g.whole(1)], axis=0)
    px = g.add("Reshape", [g.add("Concat", [px_x, px_y, px_x, px_y], axis=0), g.whole(1, 4, 1, 1)])
    boxes = g.add("Mul", [g.channels(g.mirror(boxes), 2, 1, 0, 3), px])
    stride = g.number(STRIDE_PX)
    return View(g.mirror(scores), boxes, g.add("Mul", [px_x, stride]), g.add("Mul", [px_y, stride]))


def build(net: PersonNet) -> onnx.ModelProto:
    """The inference graph of `net`."""
    g = Graph()
    grey = g.add("Mul", [g.add("Cast", ["frames"], to=TensorProto.FLOAT), g.number(4 / 255)])
    frame = g.add("Sub", [grey, g.number(2)])
    first = View(*network(g, net, frame), g.number(STRIDE_PX), g.number(STRIDE_PX))
    second = second_view(g, net, frame)
    grid = g.add("Shape", [first.boxes])
    mean = lambda a, b: g.add("Mul", [g.add("Add", [a, resize(g, b, grid)]), g.number(0.5)])
    both_scores, both_boxes = mean(first.scores, second.scores), mean(first.boxes, second.boxes)
    people, boxes = fuse_people(g, first, second, both_boxes)
    others = g.peaks(g.channels(both_scores, 1, 2, 3))
    g.add("Concat", [people, others], name="scores", axis=1)
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


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="state.pt, an exported .onnx or the first study's .npz")
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    onnx.save(build(load_average(arguments.weights)), str(arguments.out))
