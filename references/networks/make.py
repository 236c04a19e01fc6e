"""Records what PyTorch computes, for the Swift engine's tests.

usage: make.py            (writes *.safetensors beside itself; versions and seed are in each file's metadata)
Made with Python 3.11, torch 2.15.0 (CPU), safetensors 0.8.0, seed 2026.
"""
import math
import pathlib
import sys
import safetensors
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
import models

HERE = pathlib.Path(__file__).parent
SEED = 2026
VERSIONS = {
    "made_by": "references/networks/make.py", "seed": str(SEED), "torch": torch.__version__,
    "safetensors": safetensors.__version__, "python": sys.version.split()[0]}
torch.set_num_threads(1)


def draw(*shape):
    return torch.rand(*shape) * 2 - 1


def save(name, tensors, **metadata):
    tensors = {k: v.detach().clone().contiguous() for k, v in tensors.items()}
    save_file(tensors, HERE / name, metadata={**VERSIONS, **metadata})


def shuffle_gate(x):
    a, b = x.chunk(2, 1)
    return a * b


# One entry per operator of the Swift list, in the order of its `examples`: function, input shapes.
OPERATORS = {
    "add": [(torch.add, [(2, 3, 3, 4)] * 2)],
    "concatenate": [(lambda a, b: torch.cat([a, b], 1), [(2, 1, 3, 4), (2, 3, 3, 4)])],
    "convolution": [
        (lambda x, w, b: F.conv2d(x, w, b, padding=1), [(1, 2, 4, 5), (3, 2, 3, 3), (3,)]),
        (lambda x, w: F.conv2d(x, w, padding=1), [(2, 1, 5, 4), (2, 1, 3, 3)]),
        (lambda x, w, b: F.conv2d(x, w, b), [(2, 3, 3, 4), (2, 3, 1, 1), (2,)]),
        (lambda x, w, b: F.conv2d(x, w, b, stride=2), [(1, 2, 4, 6), (3, 2, 2, 2), (3,)]),
        (lambda x, w, b: F.conv2d(x, w, b, padding=1, groups=4), [(2, 4, 4, 3), (4, 1, 3, 3), (4,)]),
        (lambda x, w, b: F.conv2d(x, w, b, padding=1, groups=2), [(1, 4, 3, 4), (6, 2, 3, 3), (6,)]),
    ],
    "global-average-pool": [(lambda x: F.adaptive_avg_pool2d(x, 1), [(2, 3, 3, 4)])],
    "layer-normalization": [
        (models.layer_norm, [(2, 6, 2, 3), (6,), (6,)]),
        (models.layer_norm, [(1, 6, 2, 3), (6,)]),
        (lambda x, w: models.layer_norm(x, w, epsilon=1e-12, centered=False), [(2, 6, 2, 3), (6,)]),
    ],
    "local-average-pool": [
        (lambda x: models.local_average_pool(x, 3), [(2, 2, 4, 5)]),
        (lambda x: models.local_average_pool(x, 4), [(1, 2, 5, 6)]),
        (lambda x: models.local_average_pool(x, 9), [(1, 2, 3, 4)]),
    ],
    "magnitude-restoration": [(models.magnitude_restoration, [(2, 6, 2, 3)] * 2)],
    "max-pool": [(lambda x: F.max_pool2d(x, 2), [(2, 3, 4, 6)])],
    "pixel-shuffle": [(lambda x: F.pixel_shuffle(x, 2), [(2, 8, 2, 3)])],
    "relu": [(F.relu, [(2, 3, 3, 4)])],
    "scale": [
        (torch.mul, [(2, 3, 3, 4), (1, 3, 1, 1)]),
        (torch.mul, [(2, 3, 3, 4), (2, 3, 1, 1)]),
        (torch.mul, [(2, 3, 3, 4), (2, 3, 3, 4)]),
    ],
    "simple-gate": [(shuffle_gate, [(2, 6, 3, 4)])],
    "subtract": [(torch.sub, [(2, 3, 3, 4)] * 2)],
    "transposed-convolution": [
        (lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2), [(2, 3, 2, 3), (3, 2, 2, 2), (2,)]),
        (lambda x, w: F.conv_transpose2d(x, w, stride=2), [(1, 2, 3, 2), (2, 3, 2, 2)]),
    ],
}

ARCHITECTURES = {
    "dncnn:depth=4,width=6": models.DnCNN(4, 6),
    "dncnn:depth=3,width=4,channels=3,bias_free=true": models.DnCNN(3, 4, 3, True),
    "unet:width=4,levels=3": models.UNet(4, 3),
    "unet:width=3,levels=2,bias_free=true": models.UNet(3, 2, bias_free=True),
    "nafnet-lite:width=4,enc=1-1,mid=1,dec=1-1": models.NAFNet(4, (1, 1), 1, (1, 1)),
    "nafnet-lite:width=4,enc=1-1,mid=1,dec=1-1,tlc=6": models.NAFNet(4, (1, 1), 1, (1, 1), tlc=6),
    "nafnet:width=4,enc=2,mid=1,dec=1,channels=3,bias_free=true":
        models.NAFNet(4, (2,), 1, (1,), 3, bias_free=True),
}


def differentiate(function, inputs, cotangent=None):
    inputs = [x.clone().requires_grad_(True) for x in inputs]
    output = function(*inputs)
    if cotangent is None:
        cotangent = draw(*output.shape)
    return output, cotangent, torch.autograd.grad((output * cotangent).sum(), inputs)


def operators():
    tensors = {}
    for name, examples in OPERATORS.items():
        for i, (function, shapes) in enumerate(examples):
            inputs = [draw(*s) for s in shapes]
            output, cotangent, gradients = differentiate(function, inputs)
            for j, (x, g) in enumerate(zip(inputs, gradients)):
                tensors[f"{name}.{i}/input.{j}"], tensors[f"{name}.{i}/gradient.{j}"] = x, g
            tensors[f"{name}.{i}/output"], tensors[f"{name}.{i}/cotangent"] = output, cotangent
    save("operators.safetensors", tensors)


def architectures():
    for number, (specification, model) in enumerate(ARCHITECTURES.items()):
        with torch.no_grad():
            # Off their starting values, so that nothing is hidden behind a zero or a one.
            for parameter in model.parameters():
                parameter.add_(draw(*parameter.shape) * 0.3)
        channels = next(iter(model.parameters())).shape[1]
        if isinstance(model, models.NAFNet):
            channels = model.intro.in_channels
        x = draw(2, channels, 16, 16)
        output = model(x)
        cotangent = draw(*output.shape)
        names = [k for k, _ in model.named_parameters()]
        assert names and set(names) == set(model.state_dict())
        gradients = torch.autograd.grad((output * cotangent).sum(), list(model.parameters()))
        tensors = {"input": x, "output": output, "cotangent": cotangent}
        tensors |= {f"weight/{k}": v for k, v in model.state_dict().items()}
        tensors |= {f"gradient/{k}": g for k, g in zip(names, gradients)}
        save(f"architecture-{number}.safetensors", tensors, specification=specification)


def training():
    """Losses, AdamW, clipping, averaging and the schedule."""
    tensors = {}
    output, target = draw(2, 1, 5, 6), draw(2, 1, 5, 6)
    tensors["loss/output"], tensors["loss/target"] = output, target
    losses = {
        "l1": F.l1_loss,
        "mse": F.mse_loss,
        "charbonnier": lambda a, b: torch.sqrt((a - b) ** 2 + 1e-6).mean(),
        "pseudo-huber": lambda a, b: (torch.sqrt(1 + (a - b) ** 2) - 1).mean(),
        "negative-psnr": lambda a, b: (10 / math.log(10) * torch.log(((a - b) ** 2).mean((1, 2, 3)) + 1e-8)).mean(),
    }
    for name, function in losses.items():
        a = output.double().requires_grad_(True)
        value = function(a, target.double())
        value.backward()
        tensors[f"loss/{name}/value"], tensors[f"loss/{name}/gradient"] = value.detach().reshape(1), a.grad

    steps = 6
    start = {"a.weight": draw(3, 2, 3, 3), "a.bias": draw(3), "b.beta": draw(1, 3, 1, 1)}
    parameters = {k: torch.nn.Parameter(v.clone()) for k, v in start.items()}
    optimizer = torch.optim.AdamW(
        list(parameters.values()), lr=1e-2, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.05, foreach=False)
    average = {k: v.clone() for k, v in start.items()}
    for k, v in start.items():
        tensors[f"adamw/start/{k}"] = v
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = 1e-2 / (step + 1)
        for k, p in parameters.items():
            p.grad = draw(*p.shape)
            tensors[f"adamw/{step}/gradient/{k}"] = p.grad.clone()
        optimizer.step()
        for k, p in parameters.items():
            tensors[f"adamw/{step}/weight/{k}"] = p.detach().clone()
            average[k] = torch.lerp(average[k], p.detach(), 1 - 0.9)
            tensors[f"average/{step}/{k}"] = average[k]

    gradients = [torch.nn.Parameter(torch.zeros(4, 3)), torch.nn.Parameter(torch.zeros(7))]
    for i, p in enumerate(gradients):
        p.grad = draw(*p.shape)
        tensors[f"clip/before/{i}"] = p.grad.clone()
    tensors["clip/norm"] = torch.nn.utils.clip_grad_norm_(gradients, 0.5).reshape(1)
    for i, p in enumerate(gradients):
        tensors[f"clip/after/{i}"] = p.grad

    # Four steps of linear warm-up to 0.1, then a cosine over sixteen to 0.001.
    dummy = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    warm = torch.optim.lr_scheduler.LinearLR(dummy, start_factor=0.25, end_factor=1, total_iters=3)
    rates = []
    for _ in range(4):
        rates.append(dummy.param_groups[0]["lr"])
        dummy.step()
        warm.step()
    dummy = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(dummy, T_max=16, eta_min=0.001)
    for _ in range(17):
        rates.append(dummy.param_groups[0]["lr"])
        dummy.step()
        cosine.step()
    tensors["schedule"] = torch.tensor(rates, dtype=torch.float64)
    save("training.safetensors", tensors)


def precisions():
    """One tensor in every dtype that the reader converts, with a half's special values."""
    values = torch.tensor([0.0, -0.0, 1.0, -2.5, 65504.0, 6e-8, 1e-5, math.inf, -math.inf, 0.1])
    save("precisions.safetensors", {
        "f16": values.to(torch.float16), "bf16": values.to(torch.bfloat16),
        "f32": values, "f64": values.double(), "scalar": torch.tensor(3.0), "empty": torch.zeros(0, 3)})


if __name__ == "__main__":
    torch.manual_seed(SEED)
    for part in (operators, architectures, training, precisions):
        part()
