"""The network: a small residual backbone, a feature pyramid to stride 4, centre heat maps and boxes.

Everything is dense 3x3 and 1x1 convolution, ReLU, addition and nearest-neighbour upsampling, so that it
trains quickly on a CPU and runs in every onnxruntime build.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

STRIDE_PX = 4
STAGE_CHANNELS = (32, 64, 128, 192)
PYRAMID_CHANNELS = 48
STEM_CHANNELS = 16
# Residual blocks of the stages at strides 4, 8, 16, 32.
STAGE_BLOCKS = (1, 2, 2, 1)
CLASSES = 4


class Conv(nn.Sequential):
    """Convolution, batch norm and (where asked) ReLU."""

    def __init__(self, inputs: int, outputs: int, side: int = 3, stride: int = 1, relu: bool = True):
        layers: list[nn.Module] = [
            nn.Conv2d(inputs, outputs, side, stride, side // 2, bias=False),
            nn.BatchNorm2d(outputs, momentum=0.03),
        ]
        if relu:
            layers.append(nn.ReLU(inplace=True))
        super().__init__(*layers)


class Residual(nn.Module):
    """Two 3x3 convolutions beside the identity."""

    def __init__(self, channels: int):
        super().__init__()
        self.a = Conv(channels, channels)
        self.b = Conv(channels, channels, relu=False)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.b(self.a(x)))


class PersonNet(nn.Module):
    """[N,1,H,W] normalised grey -> heat logits [N,4,H/4,W/4], log box distances [N,4,H/4,W/4].

    The third output, quality logits [N,1,H/4,W/4], says how well the cell's box fits.
    """

    def __init__(self, channels=STAGE_CHANNELS, blocks=STAGE_BLOCKS):
        super().__init__()
        self.stem = Conv(1, STEM_CHANNELS, stride=2)
        stages, inputs = [], STEM_CHANNELS
        for width, count in zip(channels, blocks):
            down = Conv(inputs, width, stride=2)
            stages.append(nn.Sequential(down, *[Residual(width) for _ in range(count)]))
            inputs = width
        self.st = nn.ModuleList(stages)
        self.lat = nn.ModuleList(
            [Conv(c, PYRAMID_CHANNELS, side=1, relu=False) for c in channels]
        )
        self.sm = nn.ModuleList([Conv(PYRAMID_CHANNELS, PYRAMID_CHANNELS) for _ in range(2)])
        self.head = Conv(PYRAMID_CHANNELS, PYRAMID_CHANNELS)
        self.boxhead = Conv(PYRAMID_CHANNELS, PYRAMID_CHANNELS)
        self.hm = nn.Conv2d(PYRAMID_CHANNELS, CLASSES, 1)
        self.box = nn.Conv2d(PYRAMID_CHANNELS, 4, 1)
        self.quality = nn.Conv2d(PYRAMID_CHANNELS, 1, 1)

    def forward(self, x: Tensor):
        x = self.stem(x)
        features = []
        for stage in self.st:
            x = stage(x)
            features.append(x)
        p = self.lat[3](features[3])
        for level in (2, 1, 0):
            p = F.relu(self.lat[level](features[level]) + F.interpolate(p, scale_factor=2.0))
            if level > 0:
                p = self.sm[level - 1](p)
        b = self.boxhead(p)
        return self.hm(self.head(p)), self.box(b), self.quality(b)

