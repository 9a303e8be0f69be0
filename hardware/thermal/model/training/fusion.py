"""Nodes that fuse the people found in two views of a frame.

Each view gives its best TOP peaks. Pairs that overlap each other most, with IoU of FUSION_IOU or more, become one
box (mean weighted by score) with the mean of both scores; what only one view sees keeps half its score.
"""

from __future__ import annotations

from dataclasses import dataclass

from onnx_graph import Graph

TOP = 128
FUSION_IOU = 0.5
STRIDE_PX = 4


@dataclass
class View:
    """Names of one view's maps on its own grid, mirrored back, distances in px of the frame."""

    scores: str  # [N,4,h,w]
    boxes: str  # [N,4,h,w]
    stride_x: str  # scalar, px of the frame
    stride_y: str


@dataclass
class Candidates:
    scores: str  # [N,1,K]
    boxes: str  # [N,4,K] left, top, right, bottom in px
    x: str  # [N,1,K] cell centre in px
    y: str
    index: str  # [N,K] int64


def width_of(g: Graph, x: str) -> str:
    """Last dimension of [N,C,H,W] as int64 [1]."""
    return g.add("Gather", [g.add("Shape", [x]), g.whole(3)], axis=0)


def best(g: Graph, view: View) -> Candidates:
    people = g.peaks(g.channels(view.scores, 0))
    flat = g.add("Reshape", [people, g.whole(0, -1)])
    values, index = g.several("TopK", [flat, g.whole(TOP)], 2, axis=-1)
    width = width_of(g, people)
    row = g.add("Div", [index, width])
    column = g.add("Sub", [index, g.add("Mul", [row, width])])

    def centre(cells: str, stride: str) -> str:
        middle = g.add("Add", [g.add("Cast", [cells], to=1), g.number(0.5)])
        return g.add("Unsqueeze", [g.add("Mul", [middle, stride]), g.whole(1)])

    x, y = centre(column, view.stride_x), centre(row, view.stride_y)
    distances = g.add("GatherElements", [g.add("Reshape", [view.boxes, g.whole(0, 4, -1)]), four(g, index)], axis=2)
    l, t, r, b = g.several("Split", [distances], 4, axis=1)
    sides = [g.add("Sub", [x, l]), g.add("Sub", [y, t]), g.add("Add", [x, r]), g.add("Add", [y, b])]
    scores = g.add("Unsqueeze", [values, g.whole(1)])
    return Candidates(scores, g.add("Concat", sides, axis=1), x, y, index)


def four(g: Graph, index: str) -> str:
    """[N,K] -> [N,4,K], the same for each side of a box."""
    once = g.add("Unsqueeze", [index, g.whole(1)])
    return g.add("Concat", [once] * 4, axis=1)


def pairwise_iou(g: Graph, a: str, b: str) -> str:
    """Boxes [N,4,Ka] and [N,4,Kb] -> [N,Ka,Kb]."""
    stand = lambda x: g.add("Transpose", [x], perm=[0, 2, 1])
    sides_b = g.several("Split", [b], 4, axis=1)
    sides_a = [stand(x) for x in g.several("Split", [a], 4, axis=1)]

    def length(low: int, high: int) -> str:
        end = g.add("Min", [sides_a[high], sides_b[high]])
        return g.add("Relu", [g.add("Sub", [end, g.add("Max", [sides_a[low], sides_b[low]])])])

    def area(sides: list[str]) -> str:
        wide, tall = g.add("Sub", [sides[2], sides[0]]), g.add("Sub", [sides[3], sides[1]])
        return g.add("Mul", [wide, tall])

    common = g.add("Mul", [length(0, 2), length(1, 3)])
    union = g.add("Sub", [g.add("Add", [area(sides_a), area(sides_b)]), common])
    return g.add("Div", [common, g.add("Max", [union, g.number(1e-6)])])


def fuse_people(g: Graph, a: View, b: View, base_boxes: str) -> tuple[str, str]:
    """Person scores [N,1,h,w] and boxes [N,4,h,w] on the grid of view a.

    `base_boxes` [N,4,h,w] stay where no person of either view is.
    """
    found_a, found_b = best(g, a), best(g, b)
    overlap = pairwise_iou(g, found_a.boxes, found_b.boxes)
    most_a = g.add("ReduceMax", [overlap], axes=[2], keepdims=1)
    most_b = g.add("ReduceMax", [overlap], axes=[1], keepdims=1)
    mutual = g.add("And", [g.add("GreaterOrEqual", [overlap, most_a]), g.add("GreaterOrEqual", [overlap, most_b])])
    pair = g.add("And", [mutual, g.add("GreaterOrEqual", [overlap, g.number(FUSION_IOU)])])
    pairs = g.add("Cast", [pair], to=1)
    turned = g.add("Transpose", [pairs], perm=[0, 2, 1])
    # Boxes of equal overlap would count twice.
    partners = g.add("Max", [g.add("ReduceSum", [turned, g.whole(1)], keepdims=1), g.number(1)])
    score_b = g.add("Div", [g.add("MatMul", [found_b.scores, turned]), partners])
    box_b = g.add("Div", [g.add("MatMul", [found_b.boxes, turned]), partners])
    total = g.add("Add", [found_a.scores, score_b])
    share = g.add("Div", [score_b, g.add("Max", [total, g.number(1e-9)])])
    step = g.add("Mul", [g.add("Sub", [box_b, found_a.boxes]), share])
    score_a = g.add("Mul", [total, g.number(0.5)])
    # Without a partner the share is 0 and the box stays.
    fused_a = g.add("Add", [found_a.boxes, step])

    taken = g.add("Min", [g.add("ReduceSum", [pairs, g.whole(1)], keepdims=1), g.number(1)])
    alone = g.add("Mul", [found_b.scores, g.add("Sub", [g.number(0.5), g.add("Mul", [taken, g.number(0.5)])])])

    # Peaks of b lie two cells (6.4 px) apart, so that no two of them fall into one 4 px cell of a.
    width = width_of(g, a.scores)
    cell = lambda px: g.add("Floor", [g.add("Div", [px, g.number(STRIDE_PX)])])
    bx, by = cell(found_b.x), cell(found_b.y)
    index_b = g.add("Squeeze", [
        g.add("Add", [g.add("Mul", [g.add("Cast", [by], to=7), width]), g.add("Cast", [bx], to=7)]), g.whole(1)
    ])
    middle = lambda cells: g.add("Mul", [g.add("Add", [cells, g.number(0.5)]), g.number(STRIDE_PX)])
    at_b = distances(g, found_b.boxes, middle(bx), middle(by))
    at_a = distances(g, fused_a, found_a.x, found_a.y)

    people = g.channels(a.scores, 0)
    flat = g.add("Mul", [g.add("Reshape", [people, g.whole(0, -1)]), g.number(0)])
    boxes = g.add("Reshape", [base_boxes, g.whole(0, 4, -1)])
    for index, scores, sides in ((index_b, alone, at_b), (found_a.index, score_a, at_a)):
        flat = g.add("ScatterElements", [flat, index, g.add("Squeeze", [scores, g.whole(1)])], axis=1)
        boxes = g.add("ScatterElements", [boxes, four(g, index), sides], axis=2)
    return (
        g.add("Reshape", [flat, g.add("Shape", [people])]),
        g.add("Reshape", [boxes, g.add("Shape", [base_boxes])]),
    )


def distances(g: Graph, boxes: str, x: str, y: str) -> str:
    """Box sides [N,4,K] in px -> distances from the cell centres."""
    l, t, r, b = g.several("Split", [boxes], 4, axis=1)
    sides = [g.add("Sub", [x, l]), g.add("Sub", [y, t]), g.add("Sub", [r, x]), g.add("Sub", [b, y])]
    return g.add("Concat", sides, axis=1)
