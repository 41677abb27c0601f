"""The network: a grey column in, a distribution over characters for every eighth row out. Convolutions only, so that it
reads columns of any length and runs fast on a processor without a graphics card."""
import torch
import torch.nn as nn
import torch.nn.functional as F

#: Rows of the picture a frame of the output stands for.
ROWS_PER_FRAME = 8


class ConvNorm(nn.Sequential):
    def __init__(self, inputs, outputs, stride=1, act=True):
        layers = [nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs)]
        super().__init__(*layers, *([nn.ReLU(True)] if act else []))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.a, self.b = ConvNorm(channels, channels), ConvNorm(channels, channels, act=False)
        nn.init.zeros_(self.b[1].weight)

    def forward(self, x):
        return F.relu(x + self.b(self.a(x)), inplace=True)


class Sequence(nn.Module):
    """A convolution along the column as shift + concatenate + matrix product: on a processor its gradient is three times
    as fast as that of a (k, 1) convolution."""

    def __init__(self, inputs, outputs, size, act=True):
        super().__init__()
        self.k, self.act = size, act
        self.lin, self.bn = nn.Linear(inputs * size, outputs, bias=False), nn.BatchNorm1d(outputs)
        nn.init.kaiming_normal_(self.lin.weight, nonlinearity="relu")

    def forward(self, x):  # (n, frames, channels)
        padded, frames = F.pad(x, (0, 0, self.k // 2, self.k // 2)), x.shape[1]
        y = self.lin(torch.cat([padded[:, j : padded.shape[1] - self.k + 1 + j] for j in range(self.k)], 2))
        y = self.bn(y.transpose(1, 2)).transpose(1, 2)
        return F.relu(y) if self.act else y


class SequenceResidual(nn.Module):
    def __init__(self, channels, size):
        super().__init__()
        self.a, self.b = Sequence(channels, channels, size), Sequence(channels, channels, size, act=False)
        nn.init.zeros_(self.b.bn.weight)

    def forward(self, x):
        return F.relu(x + self.b(self.a(x)))


class Net(nn.Module):
    """(n, 1, height, 32), height a multiple of 8, ink positive, paper 0 -> logits (n, height / 8, classes); class 0 is blank.

    c: channels after each halving; n: residual blocks there; d, nd, k: channels, blocks and reach of the layers along the
    column; rank: width of the layer before the classifier.
    """

    def __init__(self, classes, c=(32, 64, 160), n=(0, 2, 2), d=320, nd=1, k=5, rank=192, drop=0.1):
        super().__init__()
        layers, before = [], 1
        for channels, blocks in zip(c, n):
            layers += [ConvNorm(before, channels, 2)] + [Residual(channels) for _ in range(blocks)]
            before = channels
        self.body = nn.Sequential(*layers)
        self.seq = nn.Sequential(Sequence(4 * c[2], d, 3), *[SequenceResidual(d, k) for _ in range(nd)])
        self.drop = nn.Dropout(drop)
        self.neck = nn.Linear(d, rank)
        self.head = nn.Linear(rank, classes)
        nn.init.normal_(self.head.weight, 0, rank**-0.5)
        nn.init.zeros_(self.head.bias)

    def feats(self, x):
        y = self.body(x).permute(0, 2, 3, 1).flatten(2)  # the four cells of a row side by side
        return self.neck(self.drop(self.seq(y)))

    def forward(self, x):
        return self.head(self.feats(x))
