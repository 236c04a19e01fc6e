"""Times all checks on one triple, evalbench beside the Python oracle, taking turns.

usage: compare.py ORACLE_FOLDER [--size 1024] [--rounds 3]
ORACLE_FOLDER holds make_scenes.py and oracle.py, an independent implementation of the same checks in numpy, scipy and sep.
Both read the same files; the denoised frame is a Gaussian blur of the noisy one. Prints a table of seconds and ratios.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EVALBENCH = os.path.join(ROOT, ".build", "release", "evalbench")


def seconds(command):
    start = time.perf_counter()
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)} failed with {result.returncode}:\n{result.stderr}")
    return time.perf_counter() - start


def median(values):
    return sorted(values)[len(values) // 2]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("oracle")
    parser.add_argument("--size", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kinds = ["starfield", "nebula"]
        seconds([sys.executable, os.path.join(arguments.oracle, "make_scenes.py"), "--out", folder, "--seed", "7",
                 "--size", str(arguments.size), "--scene", ",".join(kinds)])
        print("| scene | evalbench measure | oracle.py | times faster |\n|---|---|---|---|")
        for kind in kinds:
            scene = os.path.join(folder, kind)
            path = lambda name: os.path.join(scene, name)
            seconds([EVALBENCH, "denoise", path("noisy.fits"), path("denoised.fits"), "--model", "gaussian:sigma=1"])
            ours = [EVALBENCH, "measure", "--reference", path("clean.fits"), "--input", path("noisy.fits"),
                    "--output", path("denoised.fits"), "--catalog", path("catalog.csv"),
                    "--second-input", path("noisy2.fits"), "--json"]
            if os.path.exists(path("patches.fits")):
                ours += ["--patches", path("patches.fits"), "--patches-csv", path("patches.csv")]
            theirs = [sys.executable, os.path.join(arguments.oracle, "oracle.py"), "--scene", scene,
                      "--denoised", path("denoised.fits")]
            times = [(seconds(ours), seconds(theirs)) for _ in range(arguments.rounds)]
            a, b = median([t[0] for t in times]), median([t[1] for t in times])
            ratios = [y / x for x, y in times]
            print(f"| {kind} {arguments.size}x{arguments.size} | {a:.2f} s | {b:.2f} s "
                  f"| **{median(ratios):.1f}** ({min(ratios):.1f} to {max(ratios):.1f}) |", flush=True)


if __name__ == "__main__":
    main()
