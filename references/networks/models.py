"""The three reference networks in PyTorch, with exactly the parameter names of the published code.

Used by make.py to record numbers; written from the papers' figures, independently of the Swift engine.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class DnCNN(nn.Module):
    def __init__(self, depth=17, width=64, channels=1, bias_free=False):
        super().__init__()
        layers = []
        for i in range(depth):
            a = channels if i == 0 else width
            b = channels if i == depth - 1 else width
            layers.append(nn.Conv2d(a, b, 3, padding=1, bias=not bias_free))
            if i < depth - 1:
                layers.append(nn.ReLU())
        self.model = nn.Sequential(*layers)

    def forward(self, x):
        return x - self.model(x)


class UNet(nn.Module):
    def __init__(self, width=32, levels=4, channels=1, bias_free=False):
        super().__init__()
        bias = not bias_free

        def block(a, b):
            return nn.Sequential(
                nn.Conv2d(a, b, 3, padding=1, bias=bias), nn.ReLU(),
                nn.Conv2d(b, b, 3, padding=1, bias=bias), nn.ReLU())

        w = [width * 2**i for i in range(levels)]
        self.down = nn.ModuleList(block(channels if i == 0 else w[i - 1], w[i]) for i in range(levels))
        rising = list(reversed(range(levels - 1)))
        self.up = nn.ModuleList(nn.ConvTranspose2d(w[i + 1], w[i], 2, 2, bias=bias) for i in rising)
        self.dec = nn.ModuleList(block(2 * w[i], w[i]) for i in rising)
        self.out = nn.Conv2d(w[0], channels, 1, bias=bias)

    def forward(self, x):
        y, skips = x, []
        for i, down in enumerate(self.down):
            y = down(y if i == 0 else F.max_pool2d(y, 2))
            skips.append(y)
        skips.pop()
        for up, dec in zip(self.up, self.dec):
            y = dec(torch.cat([skips.pop(), up(y)], 1))
        return x - self.out(y)


def layer_norm(x, weight, bias=None, epsilon=1e-6, centered=True):
    d = x - x.mean(1, keepdim=True) if centered else x
    y = d / torch.sqrt((d * d).mean(1, keepdim=True) + epsilon) * weight.view(1, -1, 1, 1)
    return y if bias is None else y + bias.view(1, -1, 1, 1)


def magnitude_restoration(x, reference, epsilon=1e-12):
    return x * torch.sqrt((reference * reference).mean(1, keepdim=True) + epsilon)


def local_average_pool(x, window):
    before, after = window // 2, (window - 1) // 2
    pad = (before, after, before, after)
    total = F.avg_pool2d(F.pad(x, pad), window, stride=1)
    return total / F.avg_pool2d(F.pad(torch.ones_like(x), pad), window, stride=1)


class LayerNorm2d(nn.Module):
    def __init__(self, channels, bias_free):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        if not bias_free:
            self.bias = nn.Parameter(torch.zeros(channels))
        self.bias_free = bias_free

    def forward(self, x):
        if self.bias_free:
            return layer_norm(x, self.weight, epsilon=1e-12, centered=False)
        return layer_norm(x, self.weight, self.bias)


class LocalMean(nn.Module):
    def __init__(self, window):
        super().__init__()
        self.window = window

    def forward(self, x):
        return local_average_pool(x, self.window)


class NAFBlock(nn.Module):
    def __init__(self, c, window, bias_free):
        super().__init__()
        bias = not bias_free
        self.norm1, self.norm2 = LayerNorm2d(c, bias_free), LayerNorm2d(c, bias_free)
        self.conv1 = nn.Conv2d(c, 2 * c, 1, bias=bias)
        self.conv2 = nn.Conv2d(2 * c, 2 * c, 3, padding=1, groups=2 * c, bias=bias)
        self.conv3 = nn.Conv2d(c, c, 1, bias=bias)
        pool = nn.AdaptiveAvgPool2d(1) if window == 0 else LocalMean(window)
        self.sca = nn.Sequential(pool, nn.Conv2d(c, c, 1, bias=bias))
        self.conv4 = nn.Conv2d(c, 2 * c, 1, bias=bias)
        self.conv5 = nn.Conv2d(c, c, 1, bias=bias)
        self.beta = nn.Parameter(torch.zeros(1, c, 1, 1))
        self.gamma = nn.Parameter(torch.zeros(1, c, 1, 1))
        self.bias_free = bias_free

    def restored(self, y, x):
        return magnitude_restoration(y, x) if self.bias_free else y

    def forward(self, x):
        a, b = self.conv2(self.conv1(self.norm1(x))).chunk(2, 1)
        y = a * b
        y = self.conv3(y * self.sca(y))
        x = x + self.restored(y, x) * self.beta
        a, b = self.conv4(self.norm2(x)).chunk(2, 1)
        return x + self.restored(self.conv5(a * b), x) * self.gamma


class NAFNet(nn.Module):
    def __init__(self, width=16, enc=(1, 1, 1), mid=1, dec=(1, 1, 1), channels=1, tlc=0, bias_free=False):
        super().__init__()
        bias = not bias_free
        self.intro = nn.Conv2d(channels, width, 3, padding=1, bias=bias)
        self.ending = nn.Conv2d(width, channels, 3, padding=1, bias=bias)
        self.encoders, self.decoders = nn.ModuleList(), nn.ModuleList()
        self.downs, self.ups = nn.ModuleList(), nn.ModuleList()
        scale, c = 1, width

        def blocks(n):
            window = max(1, tlc // scale) if tlc else 0
            return nn.Sequential(*[NAFBlock(c, window, bias_free) for _ in range(n)])

        for n in enc:
            self.encoders.append(blocks(n))
            self.downs.append(nn.Conv2d(c, 2 * c, 2, 2, bias=bias))
            c, scale = 2 * c, 2 * scale
        self.middle_blks = blocks(mid)
        for n in dec:
            self.ups.append(nn.Sequential(nn.Conv2d(c, 2 * c, 1, bias=False), nn.PixelShuffle(2)))
            c, scale = c // 2, scale // 2
            self.decoders.append(blocks(n))

    def forward(self, x):
        y, skips = self.intro(x), []
        for encoder, down in zip(self.encoders, self.downs):
            y = encoder(y)
            skips.append(y)
            y = down(y)
        y = self.middle_blks(y)
        for decoder, up in zip(self.decoders, self.ups):
            y = decoder(up(y) + skips.pop())
        return self.ending(y) + x
