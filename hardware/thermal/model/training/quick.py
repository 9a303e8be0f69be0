"""Cut the quick pass, one view of the frame, out of a model file of export.py or quantise.py.

    python quick.py person.onnx person-quick.onnx

Same weights, same input and outputs as the whole graph: what it computes for the frame as it is, before the second view is
fused in. It is a file of its own because onnxruntime always computes a whole graph, and doesn't fuse 8-bit layers within
the branches of an `If`, which took three times as long.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import onnx
from onnx import TensorProto, helper


def ancestors(graph: onnx.GraphProto, output: str) -> set[str]:
    """Names of the nodes that `output` is computed from."""
    makers = {name: node for node in graph.node for name in node.output}
    found, waiting = set(), [output]
    while waiting:
        node = makers.get(waiting.pop())
        if node is not None and node.name not in found:
            found.add(node.name)
            waiting += node.input
    return found


def first_view(graph: onnx.GraphProto) -> tuple[str, str]:
    """Names of the first view's scores before peaks and of its boxes: those that need fewer nodes than the second's."""
    kinds = {name: node.op_type for node in graph.node for name in node.output}
    boxes = [n.output[0] for n in graph.node if n.op_type == "Exp"]
    scores = [
        n.output[0] for n in graph.node
        if n.op_type == "Mul" and {kinds.get(x) for x in n.input} == {"Sigmoid", "Pow"}
    ]
    fewest = lambda names: min(names, key=lambda name: len(ancestors(graph, name)))
    return fewest(scores), fewest(boxes)


def cut(model: onnx.ModelProto) -> onnx.ModelProto:
    graph = model.graph
    scores, boxes = first_view(graph)
    kept = ancestors(graph, scores) | ancestors(graph, boxes)
    nodes = [node for node in graph.node if node.name in kept] + [
        helper.make_node("MaxPool", [scores], ["highest"], "n_highest", kernel_shape=[3, 3], strides=[1, 1], pads=[1] * 4),
        helper.make_node("GreaterOrEqual", [scores, "highest"], ["is_peak"], "n_is_peak"),
        helper.make_node("Cast", ["is_peak"], ["peak"], "n_peak", to=TensorProto.FLOAT),
        helper.make_node("Mul", [scores, "peak"], ["scores"], "n_scores"),
        helper.make_node("Identity", [boxes], ["boxes"], "n_boxes"),
    ]
    used = {name for node in nodes for name in node.input}
    constants = [one for one in graph.initializer if one.name in used]
    quick = helper.make_graph(nodes, "person-quick", graph.input, graph.output, constants)
    made = helper.make_model(quick, opset_imports=model.opset_import, ir_version=model.ir_version)
    onnx.checker.check_model(made)
    return made


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    onnx.save(cut(onnx.load(str(arguments.source))), str(arguments.out))
