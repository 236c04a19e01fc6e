#!/usr/bin/env python3
"""Numbers that the tests of Skies are compared with, made by tools that share no code with it.

  make_references.py --scenes DIR > references.json

DIR holds a make_scenes.py (the project's independent scene generator), which is imported for its star photometry and run
for its scene statistics (seed 7, 512 x 512). The versions used are in the file.
"""
import argparse, json, os, platform, subprocess, sys, tempfile

import numpy as np
import scipy
from scipy import integrate, special, stats

parser = argparse.ArgumentParser()
parser.add_argument("--scenes", required=True)
arguments = parser.parse_args()
sys.path.insert(0, arguments.scenes)
import make_scenes

MASK = (1 << 64) - 1


def finalize(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def splitmix(value):
    return finalize((value + 0x9E3779B97F4A7C15) & MASK)


def fnv(name):
    result = 0xCBF29CE484222325
    for byte in name.encode():
        result = ((result ^ byte) * 0x100000001B3) & MASK
    return result


def xoshiro(key, count):
    """xoshiro256++ from the published description, its state filled by SplitMix64"""
    state = [finalize((key + (i + 1) * 0x9E3779B97F4A7C15) & MASK) for i in range(4)]
    rotate = lambda x, k: ((x << k) | (x >> (64 - k))) & MASK
    output = []
    for _ in range(count):
        output.append((rotate((state[0] + state[3]) & MASK, 23) + state[0]) & MASK)
        shifted = (state[1] << 17) & MASK
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= shifted
        state[3] = rotate(state[3], 45)
    return output


def moffat_pixel(fwhm, beta, x, y):
    """the flux in one pixel, by adaptive quadrature"""
    alpha = fwhm / (2 * np.sqrt(2 ** (1 / beta) - 1))
    density = lambda v, u: (beta - 1) / (np.pi * alpha**2) * (1 + (u * u + v * v) / alpha**2) ** -beta
    return integrate.dblquad(density, x - 0.5, x + 0.5, y - 0.5, y + 0.5, epsabs=1e-13, epsrel=1e-11)[0]


def horne(electrons, fwhm, beta, background):
    """the optimal signal-to-noise ratio over 41 x 41 pixels, each integrated over 25 x 25 points

    make_scenes.psf_snr integrates over 3 x 3 points and is up to 0.4 % higher at FWHM 2.2."""
    share = make_scenes.moffat_stamp(fwhm, beta, 0, 0, 20, over=25)
    return float(np.sqrt(np.sum((electrons * share) ** 2 / (electrons * share + background))))


def spectrum_slope(field):
    """the slope of the ring-averaged power between 4 and n/8 cycles a frame, of a field tapered by a Hann window"""
    n = field.shape[0]
    power = np.abs(np.fft.fft2((field - field.mean()) * np.outer(np.hanning(n), np.hanning(n)))) ** 2
    k = np.hypot(np.fft.fftfreq(n)[:, None] * n, np.fft.fftfreq(n)[None, :] * n)
    rings = np.arange(4, n // 8)
    mean = [power[(k >= r - 0.5) & (k < r + 0.5)].mean() for r in rings]
    return float(np.polyfit(np.log(rings), np.log(mean), 1)[0])


def scene_statistics(folder):
    from astropy.io import fits
    import csv

    result = {}
    for kind in make_scenes.SCENES:
        clean = fits.getdata(os.path.join(folder, kind, "clean.fits")).astype(float)
        noisy = fits.getdata(os.path.join(folder, kind, "noisy.fits")).astype(float)
        rows = list(csv.DictReader(open(os.path.join(folder, kind, "catalog.csv"))))
        plane, other = (clean, noisy) if clean.ndim == 2 else (clean[0], noisy[0])
        dark = plane <= np.median(plane)
        roles = {}
        for row in rows:
            roles[row["role"]] = roles.get(row["role"], 0) + 1
        result[kind] = dict(
            roles=roles, median=float(np.median(plane)), p1=float(np.percentile(plane, 1)), p99=float(np.percentile(plane, 99)),
            mean=float(plane.mean()), deviation=float(plane.std()), darkNoise=float((other - plane)[dark].std()),
            isolated=sum(int(r["isolated"]) for r in rows), saturated=sum(int(r["saturated"]) for r in rows))
    return result


output = dict(
    versions=dict(python=platform.python_version(), numpy=np.__version__, scipy=scipy.__version__),
    generator=[dict(seed=seed, name=name, output=[str(v) for v in xoshiro(splitmix(splitmix(seed) ^ fnv(name)), 6)])
               for seed, name in ((7, "layout/nebula"), (0, ""), (2**64 - 1, "exposure/Straße 42"))],
    normal=[dict(x=x, cdf=float(stats.norm.cdf(x))) for x in (-3.6, -3, -2, -1.2, -0.5, 0, 0.25, 0.9, 1.7, 2.6, 3.4426, 3.8)],
    poisson=[dict(mean=m, counts=[int(c) for c in counts], cdf=[float(v) for v in stats.poisson.cdf(counts, m)])
             for m in (0.05, 0.7, 4, 9.99, 10, 13.3, 60, 400, 30000)
             for counts in [sorted(set(stats.poisson.ppf([0.001, 0.02, 0.16, 0.5, 0.84, 0.98, 0.999], m)))]],
    moffat=[dict(fwhm=f, beta=b, x=x, y=y, flux=float(moffat_pixel(f, b, x, y)))
            for f, b in ((1.8, 2.5), (3.2, 3.5), (6.0, 4.765)) for x, y in ((0, 0), (0.5, 0.5), (0.3, -1.2), (3, 2), (9.4, -4.1))],
    photometry=[dict(fwhm=f, beta=3.5, electrons=e, background=b, ratio=horne(e, f, 3.5, b))
                for f in (2.2, 3.2, 5.0) for e in (100.0, 3000.0, 200000.0) for b in (50.0, 402.25)],
    sersic=[dict(index=n, b=float(special.gammaincinv(2 * n, 0.5))) for n in (1.0, 2.0, 4.0)])

with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.executable, os.path.join(arguments.scenes, "make_scenes.py"), "--out", folder, "--seed", "7", "--size", "512"],
                   check=True, stdout=subprocess.DEVNULL)
    output["scenes"] = scene_statistics(folder)
    from astropy.io import fits
    output["turbulence"] = [dict(index=i, slope=float(np.mean([spectrum_slope(make_scenes.powerlaw_field(
        np.random.Generator(np.random.PCG64(s)), 256, i)) for s in range(8)]))) for i in (2.0, 3.0, 11 / 3)]
json.dump(output, sys.stdout, indent=1, sort_keys=True)
print()
