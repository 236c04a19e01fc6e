"""Runs evalbench and its peers alternately on this machine and writes the table of ratios to docs/performance.md.

usage: compare.py [--rounds 5] [--threads 2] [--only dncnn,unet,nafnet] [--modes infer,train] [--write]
Each round runs every engine once, in an order that turns from round to round; a ratio is the median over rounds of the
peer's time over ours in the same round, and its range is that of the rounds. Nothing is written without --write.
"""
import argparse
import datetime
import json
import os
import platform
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
EVALBENCH = os.path.join(ROOT, ".build", "release", "evalbench")
OURS = {
    "dncnn": "dncnn:depth=17,width=64",
    "unet": "unet:width=32,levels=4",
    "nafnet": "nafnet-lite:width=16,enc=1-1-1-2,mid=2,dec=1-1-1-1",
}
PEERS = {"infer": ["onnxruntime", "torch-eager", "torch-channels_last"], "train": ["torch-eager", "torch-channels_last"]}
# Training steps that we also make in parts of the batch, for their memory: the images of a part.
PARTS = {"dncnn": 4, "unet": 4}
WORK = {"infer": (1024, 1), "train": (128, 8)}
BEGIN, END = "<!-- peers: begin -->", "<!-- peers: end -->"


def line(command):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)} failed with {result.returncode}:\n{result.stderr}")
    return json.loads(result.stdout.strip().splitlines()[-1])


def measure(engine, name, mode, threads, repeats):
    size, batch = WORK[mode]
    shared = ["--mode", mode, "--size", str(size), "--batch", str(batch), "--threads", str(threads), "--repeats", str(repeats)]
    if engine.startswith("evalbench"):
        parts = ["--micro-batch", str(PARTS[name])] if engine == "evalbench in parts" else []
        return line([EVALBENCH, "bench", "--architecture", OURS[name], "--json", *shared, *parts])
    return line([sys.executable, os.path.join(HERE, "peer.py"), "--engine", engine, "--architecture", name, *shared])


def median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def our_ways(name, mode):
    return ["evalbench"] + (["evalbench in parts"] if mode == "train" and name in PARTS else [])


def compare(name, mode, rounds, threads, repeats):
    engines = [*our_ways(name, mode), *PEERS[mode]]
    results = {engine: [] for engine in engines}
    for round in range(rounds):
        turn = round % len(engines)
        for engine in engines[turn:] + engines[:turn]:
            results[engine].append(measure(engine, name, mode, threads, repeats))
            seconds = results[engine][-1]["seconds"]["median"]
            print(f"{mode} {name} round {round + 1}/{rounds} {engine}: {seconds:.4f} s", file=sys.stderr, flush=True)
    ours = results["evalbench"]
    for peer in PEERS[mode]:
        theirs = results[peer][0]
        if theirs["parameters"] != ours[0]["parameters"] or abs(theirs["gflop"] / ours[0]["gflop"] - 1) > 1e-3:
            sys.exit(f"{name}: {peer} does other work: {theirs} against {ours[0]}")
    return results


def rows(name, mode, results):
    fastest = min(PEERS[mode], key=lambda peer: median([r["seconds"]["median"] for r in results[peer]]))
    for way in our_ways(name, mode):
        ours = results[way]
        time = median([r["seconds"]["median"] for r in ours])
        memory = median([r["residentBytes"] for r in ours])
        network = f"`{OURS[name]}`" + (f" `--micro-batch {PARTS[name]}`" if way != "evalbench" else "")
        for peer in PEERS[mode]:
            theirs = results[peer]
            ratios = [b["seconds"]["median"] / a["seconds"]["median"] for a, b in zip(ours, theirs)]
            mark = " (fastest peer)" if peer == fastest else ""
            yield (
                f"| {mode} | {network} | {time:.3f} | {ours[0]['gflop'] / time:.0f} | {memory / 2**20:.0f} | {peer}{mark} "
                f"| {median([r['seconds']['median'] for r in theirs]):.3f} "
                f"| {median([r['residentBytes'] for r in theirs]) / 2**20:.0f} "
                f"| **{median(ratios):.2f}** ({min(ratios):.2f} to {max(ratios):.2f}) "
                f"| {median([r['residentBytes'] for r in theirs]) / memory:.2f} |")


def machine():
    with open("/proc/cpuinfo") as file:
        model = next((l.split(":", 1)[1].strip() for l in file if l.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} processors"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", default="dncnn,unet,nafnet")
    parser.add_argument("--modes", default="infer,train")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    table, level = [], ""
    for mode in arguments.modes.split(","):
        for name in arguments.only.split(","):
            results = compare(name, mode, arguments.rounds, arguments.threads, arguments.repeats)
            level = results["evalbench"][0]["cpuLevel"]
            table += list(rows(name, mode, results))
            print(*table[-len(PEERS[mode]) * len(our_ways(name, mode)):], sep="\n", flush=True)
    import onnxruntime
    import torch
    text = "\n".join([
        BEGIN, "",
        f"Made on {datetime.date.today()} by `benchmarks/peers/run.sh --rounds {arguments.rounds} --repeats {arguments.repeats} --write`: "
        f"{machine()}, CPU level {level}, {arguments.threads} threads, PyTorch {torch.__version__}, ONNX Runtime {onnxruntime.__version__}. "
        "Inference of one 1024x1024 plane; training steps of 8 patches of 128x128 (forward, mean absolute error, backward, AdamW). "
        "Times are medians over rounds; a ratio is the median over rounds of the peer's time over ours in the same round, with the range of the rounds. "
        "Memory is by how much the process grew while it worked.", "",
        "| mode | network | our seconds | our GFLOP/s (nominal) | our MiB | peer | its seconds | its MiB | times faster | times less memory |",
        "|---|---|---|---|---|---|---|---|---|---|", *table, "", END])
    if not arguments.write:
        return
    path = os.path.join(ROOT, "docs", "performance.md")
    page = open(path).read()
    page = page[: page.index(BEGIN)] + text + page[page.index(END) + len(END):]
    with open(path + ".partial", "w") as file:
        file.write(page)
    os.replace(path + ".partial", path)


if __name__ == "__main__":
    main()
