#!/usr/bin/env python3
"""Compares `evalbench measure` with the Python oracle, from files, on the oracle's own scenes and vices.

  compare_with_oracle.py ORACLE_DIR EVALBENCH [--work DIR] [--size 512] [--seed 7] [--scenes a,b] [--vices a,b] [--limit 1e-6]

ORACLE_DIR holds oracle.py, make_scenes.py and vices.py; EVALBENCH is the built command. Every scene is made, every vice is written
as a float32 FITS file, both sides read the same files, and every figure that both give is compared. Prints the worst relative
difference of each figure and where it is; exit status 1 where one passes the limit or one side alone has a figure.
"""
import argparse, concurrent.futures, json, os, subprocess, sys, tempfile
import numpy as np
from astropy.io import fits

sys.path.insert(0, os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else ".")
import make_references, make_scenes, oracle, vices

# Below this a figure counts as zero: its difference is taken against the floor and not against itself.
FLOOR = 0.1
# The same questions asked about a frame that the vice left as it was, which the product answers with "not applicable".
EXCUSED = {("residual-whiteness", "identity")}
SCENES = "starfield,doubles,nebula,galaxies,granulation,prominence"


def measured(evalbench, folder, meta, output):
    """the figures of `evalbench measure --json` under 'id' and 'id / part', and the reasons of what has none"""
    command = [evalbench, "measure", "--reference", folder + "/clean.fits", "--input", folder + "/noisy.fits", "--output", output,
               "--second-input", folder + "/noisy2.fits", "--patches", folder + "/patches.fits", "--fwhm", str(meta["psf"]["fwhm"]),
               "--full-scale", str(2 ** meta["sensor"]["bits"] - 1), "--json"]
    command += ["--catalog", folder + "/catalog.csv"]  # also an empty one: without it stars are looked for on the reference
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0: raise SystemExit("%s: %s" % (" ".join(command), done.stderr))
    values, reasons = {}, {}
    for row in json.loads(done.stdout)["checks"]:
        if row["status"] == "measured":
            values[row["id"]] = row["value"]
            for part in row.get("parts", []): values["%s / %s" % (row["id"], part["name"])] = part["value"]
        else:
            reasons[row["id"]] = "%s: %s" % (row["status"], row["reason"])
    return values, reasons


def one(task):
    evalbench, folder, vice = task
    meta = json.load(open(folder + "/meta.json"))
    context = oracle.ctx_from_dir(folder)
    denoised = getattr(vices, vice)(context)
    output = "%s/%s.fits" % (folder, vice)
    fits.PrimaryHDU(np.asarray(denoised, dtype=np.float32)).writeto(output, overwrite=True)
    theirs = make_references.numbers(oracle.run(context, oracle.read_fits(output)))
    ours, reasons = measured(evalbench, folder, meta, output)
    os.remove(output)
    return os.path.basename(folder), vice, theirs, ours, reasons


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("oracle"); parser.add_argument("evalbench")
    parser.add_argument("--work"); parser.add_argument("--size", type=int, default=512); parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scenes", default=SCENES); parser.add_argument("--vices"); parser.add_argument("--limit", type=float, default=1e-6)
    parser.add_argument("--processes", type=int, default=2)
    a = parser.parse_args()
    work = a.work or tempfile.mkdtemp()
    names = a.vices.split(",") if a.vices else [f.__name__ for f in vices.INNOCENT + vices.VICES + vices.CLASSIC]
    tasks = []
    for scene in a.scenes.split(","):
        folder = os.path.join(work, scene)
        if not os.path.exists(folder + "/meta.json"): make_scenes.make(scene, work, a.seed, a.size, make_scenes.DEF_SENSOR)
        tasks += [(a.evalbench, folder, vice) for vice in names]
    worst, missing, compared, failed = {}, {}, 0, []
    with concurrent.futures.ProcessPoolExecutor(a.processes) as pool:
        for scene, vice, theirs, ours, reasons in pool.map(one, tasks):
            failed += ["%s, %s, %s: %s" % (scene, vice, k, r) for k, r in reasons.items() if r.startswith("failed")]
            for key, expected in theirs.items():
                if (key.split(" / ")[0], vice) in EXCUSED and key not in ours: continue
                if key not in ours:
                    missing.setdefault(key, []).append("%s, %s (oracle %.6g; %s)" % (scene, vice, expected, reasons.get(key.split(" / ")[0], "no such part")))
                    continue
                compared += 1
                difference = abs(ours[key] - expected) / max(abs(expected), FLOOR)
                if difference >= worst.get(key, (-1,))[0]: worst[key] = (difference, scene, vice, ours[key], expected)
            print("%-12s %-24s %3d figures" % (scene, vice, len(theirs)), file=sys.stderr, flush=True)
    print("%d figures of %d triples compared, relative to the oracle's value or to %g where that is larger" % (compared, len(tasks), FLOOR))
    print("%-52s %9s  %-34s %14s %14s" % ("figure", "worst", "where", "evalbench", "oracle"))
    for key, (difference, scene, vice, our, their) in sorted(worst.items()):
        print("%-52s %9.1e  %-34s %14.8g %14.8g" % (key, difference, scene + ", " + vice, our, their))
    for key, places in sorted(missing.items()): print("only the oracle has %s: %d times, first %s" % (key, len(places), places[0]))
    for line in failed: print("FAILED", line)
    bad = [k for k, v in worst.items() if v[0] > a.limit]
    print("worst of all: %.1e; %d figures past %g" % (max(v[0] for v in worst.values()), len(bad), a.limit))
    sys.exit(1 if bad or missing or failed else 0)


if __name__ == "__main__": main()
