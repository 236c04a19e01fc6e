"""Makes the frames that run.sh denoises: a gradient, stars and noise, the same every time.

Usage: make.py FOLDER [SCALE]     SCALE shrinks the sides, for a quick try.
Needs numpy, astropy, tifffile and pillow.
"""

import os
import sys

import numpy as np
import tifffile
from astropy.io import fits
from PIL import Image

folder = sys.argv[1]
scale = float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
os.makedirs(folder, exist_ok=True)


def path(name):
    return os.path.join(folder, name)


def sky(width, height, seed):
    """One plane of float32 counts."""
    generator = np.random.default_rng(seed)
    y, x = np.ogrid[0:height, 0:width]
    plane = (1000 + 200 * np.sin(x / 700) * np.cos(y / 900)).astype(np.float32)
    count = width * height // 4000
    rows = generator.integers(2, height - 2, count)
    columns = generator.integers(2, width - 2, count)
    peaks = np.minimum(generator.pareto(1.2, count) * 200, 40000).astype(np.float32)
    for down in range(-2, 3):
        for across in range(-2, 3):
            share = np.float32(np.exp(-(down * down + across * across) / 2))
            np.add.at(plane, (rows + down, columns + across), peaks * share)
    return plane + 25 * generator.standard_normal((height, width), dtype=np.float32)


def whole(plane):
    return np.clip(np.rint(plane), 0, 65535).astype(np.uint16)


def size(width, height):
    return round(width * scale), round(height * scale)


big = sky(*size(9576, 6388), 1)
fits.PrimaryHDU(big).writeto(path("big-float32.fits"), overwrite=True)
fits.PrimaryHDU(whole(big)).writeto(path("big-uint16.fits"), overwrite=True)
fits.CompImageHDU(whole(big), compression_type="RICE_1").writeto(path("big-rice.fits.fz"), overwrite=True)
tifffile.imwrite(path("big-float32.tif"), big)
tifffile.imwrite(path("big-uint16.tif"), whole(big))
Image.fromarray(whole(big)).save(path("big-uint16.png"), compress_level=1)
colour = np.stack([whole(sky(*size(3840, 2160), seed)) for seed in (2, 3, 4)])
fits.PrimaryHDU(colour).writeto(path("colour-uint16.fits"), overwrite=True)
tifffile.imwrite(path("colour-uint16.tif"), np.ascontiguousarray(colour.transpose(1, 2, 0)), photometric="rgb")
fits.PrimaryHDU(sky(*size(3840, 2160), 5)).writeto(path("mono-float32.fits"), overwrite=True)
