"""One measurement of one peer: PyTorch (eager, channels_last) or ONNX Runtime on a network of ours.

usage: peer.py --engine torch-eager|torch-channels_last|onnxruntime --architecture dncnn|unet|nafnet
               --mode infer|train --size N [--batch B] [--threads T] [--repeats R]
Prints one line of JSON with seconds (median, min, max), the nominal GFLOP of one run (two for each multiply-accumulate of
direct convolution, three times that for training), the parameters, and by how much the process grew in memory.

The networks are those of `evalbench list architectures`, written from their papers: DnCNN (arXiv:1608.03981), U-Net
(arXiv:1505.04597), NAFNet (arXiv:2204.04676).
"""
import argparse
import json
import os
import resource
import tempfile
import time

import numpy
import torch
from torch import nn
from torch.nn import functional


class DnCNN(nn.Module):
    def __init__(self, width=64, depth=17):
        super().__init__()
        layers = [nn.Conv2d(1, width, 3, padding=1), nn.ReLU(inplace=True)]
        for _ in range(depth - 2):
            layers += [nn.Conv2d(width, width, 3, padding=1), nn.ReLU(inplace=True)]
        self.model = nn.Sequential(*layers, nn.Conv2d(width, 1, 3, padding=1))

    def forward(self, noisy):
        return noisy - self.model(noisy)


def pair(inputs, outputs):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(inplace=True),
        nn.Conv2d(outputs, outputs, 3, padding=1), nn.ReLU(inplace=True))


class UNet(nn.Module):
    def __init__(self, width=32, levels=4):
        super().__init__()
        widths = [width << level for level in range(levels)]
        self.encoders = nn.ModuleList(pair(1 if i == 0 else widths[i - 1], widths[i]) for i in range(levels))
        self.ups = nn.ModuleList(nn.ConvTranspose2d(widths[i], widths[i - 1], 2, 2) for i in range(levels - 1, 0, -1))
        self.decoders = nn.ModuleList(pair(2 * widths[i - 1], widths[i - 1]) for i in range(levels - 1, 0, -1))
        self.last = nn.Conv2d(width, 1, 1)

    def forward(self, noisy):
        skips, value = [], noisy
        for level, encoder in enumerate(self.encoders):
            value = encoder(functional.max_pool2d(value, 2) if level else value)
            skips.append(value)
        skips.pop()
        for up, decoder in zip(self.ups, self.decoders):
            value = decoder(torch.cat([skips.pop(), up(value)], 1))
        return noisy - self.last(value)


class ChannelNorm(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, value):
        centred = value - value.mean(1, keepdim=True)
        variance = centred.square().mean(1, keepdim=True)
        normal = centred * torch.rsqrt(variance + 1e-6)
        return normal * self.weight.view(1, -1, 1, 1) + self.bias.view(1, -1, 1, 1)


class NAFBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm1, self.norm2 = ChannelNorm(channels), ChannelNorm(channels)
        self.conv1 = nn.Conv2d(channels, 2 * channels, 1)
        self.conv2 = nn.Conv2d(2 * channels, 2 * channels, 3, padding=1, groups=2 * channels)
        self.sca = nn.Conv2d(channels, channels, 1)
        self.conv3 = nn.Conv2d(channels, channels, 1)
        self.conv4 = nn.Conv2d(channels, 2 * channels, 1)
        self.conv5 = nn.Conv2d(channels, channels, 1)
        self.beta = nn.Parameter(torch.zeros(1, channels, 1, 1))
        self.gamma = nn.Parameter(torch.zeros(1, channels, 1, 1))

    def forward(self, source):
        first, second = self.conv2(self.conv1(self.norm1(source))).chunk(2, 1)
        gated = first * second
        value = source + self.conv3(gated * self.sca(gated.mean((2, 3), keepdim=True))) * self.beta
        first, second = self.conv4(self.norm2(value)).chunk(2, 1)
        return value + self.conv5(first * second) * self.gamma


class NAFNet(nn.Module):
    def __init__(self, width=16, encoders=(1, 1, 1, 2), middle=2, decoders=(1, 1, 1, 1)):
        super().__init__()
        self.intro = nn.Conv2d(1, width, 3, padding=1)
        self.ending = nn.Conv2d(width, 1, 3, padding=1)
        self.encoders, self.downs = nn.ModuleList(), nn.ModuleList()
        self.ups, self.decoders = nn.ModuleList(), nn.ModuleList()
        channels = width
        for count in encoders:
            self.encoders.append(nn.Sequential(*(NAFBlock(channels) for _ in range(count))))
            self.downs.append(nn.Conv2d(channels, 2 * channels, 2, 2))
            channels *= 2
        self.middle = nn.Sequential(*(NAFBlock(channels) for _ in range(middle)))
        for count in decoders:
            self.ups.append(nn.Sequential(nn.Conv2d(channels, 2 * channels, 1, bias=False), nn.PixelShuffle(2)))
            channels //= 2
            self.decoders.append(nn.Sequential(*(NAFBlock(channels) for _ in range(count))))

    def forward(self, noisy):
        value, skips = self.intro(noisy), []
        for encoder, down in zip(self.encoders, self.downs):
            value = encoder(value)
            skips.append(value)
            value = down(value)
        value = self.middle(value)
        for up, decoder in zip(self.ups, self.decoders):
            value = decoder(up(value) + skips.pop())
        return self.ending(value) + noisy


NETWORKS = {"dncnn": DnCNN, "unet": UNet, "nafnet": NAFNet}


def gigaflop(architecture, shape):
    """Nominal GFLOP of one forward pass of the whole shape, counted by hooks on a copy that has sizes and no numbers."""
    total = 0
    with torch.device("meta"):
        network, image = NETWORKS[architecture](), torch.empty(shape)

    def count(module, inputs, output):
        nonlocal total
        kernel = module.kernel_size[0] * module.kernel_size[1]
        if isinstance(module, nn.ConvTranspose2d):
            total += 2 * inputs[0].numel() * module.out_channels * kernel
        else:
            total += 2 * output.numel() * (module.in_channels // module.groups) * kernel

    hooks = [m.register_forward_hook(count) for m in network.modules() if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d))]
    with torch.inference_mode():
        network(image)
    for hook in hooks:
        hook.remove()
    return total / 1e9


def resident(field):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(field))


def reset_peak():
    """Lets the peak start again from what is resident now, where the kernel allows it."""
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=["torch-eager", "torch-channels_last", "onnxruntime"], required=True)
    parser.add_argument("--architecture", choices=list(NETWORKS), required=True)
    parser.add_argument("--mode", choices=["infer", "train"], required=True)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    network = NETWORKS[arguments.architecture]()
    shape = (arguments.batch, 1, arguments.size, arguments.size)
    image, target = torch.rand(shape), torch.rand(shape)
    work = gigaflop(arguments.architecture, shape)
    layout = torch.channels_last if arguments.engine == "torch-channels_last" else torch.contiguous_format
    network, image = network.to(memory_format=layout), image.to(memory_format=layout)

    if arguments.engine == "onnxruntime":
        if arguments.mode == "train":
            parser.error("ONNX Runtime does not train here")
        import onnxruntime
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "network.onnx")
            torch.onnx.export(network.eval(), (image,), path, input_names=["x"], output_names=["y"], dynamo=False, opset_version=17)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = arguments.threads
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        values = image.numpy()
        run = lambda: session.run(None, {"x": values})
    elif arguments.mode == "infer":
        network.eval()
        run = lambda: network(image)
    else:
        network.train()
        optimizer = torch.optim.AdamW(network.parameters(), 1e-4, weight_decay=0)

        def run():
            optimizer.zero_grad(set_to_none=True)
            functional.l1_loss(network(image), target).backward()
            optimizer.step()

    reset_peak()
    before = resident("VmRSS:")
    seconds = []
    with torch.inference_mode(arguments.mode == "infer"):
        run()
        for _ in range(arguments.repeats):
            start = time.perf_counter()
            run()
            seconds.append(time.perf_counter() - start)
    passes = 3 if arguments.mode == "train" else 1
    print(json.dumps({
        "engine": arguments.engine, "architecture": arguments.architecture, "mode": arguments.mode,
        "size": arguments.size, "batch": arguments.batch, "threads": arguments.threads,
        "parameters": sum(p.numel() for p in network.parameters()), "gflop": work * passes,
        "seconds": {"median": float(numpy.median(seconds)), "min": min(seconds), "max": max(seconds)},
        "residentBytes": resident("VmHWM:") - before}))


if __name__ == "__main__":
    main()
