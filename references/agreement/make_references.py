#!/usr/bin/env python3
"""Makes the numbers of Tests/ChecksTests/AgreementTests.swift: what SEP and photutils, run independently, say of stars and sky.

  make_references.py DATA_DIR        (the folder that holds real/ and stacks/, as named in frames below)

Simulated truth: references/checks/starfield and galaxies (committed). Real frames: ESO EMMI galaxies (SExtractor's own example),
HAT-P-32 (EXOTIC's sample), the Galactic Centre by 2MASS (astropy's sample), a field by an Apogee camera (astrotools' sample) and one
by VISTA (ProPane's); they are read, not committed. Versions are recorded.
"""
import json, os, sys
import numpy as np
import astropy, photutils, sep, scipy, skimage
from astropy.io import fits
from astropy.stats import SigmaClip
from astropy.table import Table
from photutils.aperture import ApertureStats, CircularAnnulus, CircularAperture, aperture_photometry
from photutils.background import Background2D, SExtractorBackground
from photutils.detection import DAOStarFinder
from photutils.psf import fit_fwhm

here = os.path.dirname(os.path.abspath(__file__))
checks = os.path.join(here, "..", "checks")
frames = {
    "starfield": (os.path.join(checks, "starfield/noisy.fits.gz"), 65535.0, 3.2),
    "galaxies": (os.path.join(checks, "galaxies/noisy.fits.gz"), 65535.0, 3.2),
    "emmi": ("real/astromatic+sextractor/galaxies.fits", 1e9, None),
    "hat-p-32": ("stacks/rzellem+EXOTIC_sampledata/HATP-32171220013343.FITS", 4095.0, None),
    "galactic-centre": ("real/astropy+astropy-data/gc_2mass_h.fits", 3000.0, 2.6),    # too crowded to fit widths first
    "apogee": ("real/saethlin+astrotools/test.fits", 65535.0, 4.6),                     # an amateur camera; hot pixels fool the search for a width
    "vista": ("stacks/asgr+ProPane/image_1.fits", 1e9, None),
}


def image(path):
    with fits.open(path) as hdus:
        for hdu in hdus:
            if hdu.data is not None and hdu.data.ndim == 2: return np.ascontiguousarray(hdu.data, dtype=np.float64)


def detector(threshold, fwhm):
    return DAOStarFinder(threshold=threshold, fwhm=fwhm, scale_threshold=False, min_separation=0.0, sharpness_range=None, roundness_range=None, sigma_radius=2.355)


def relative_error(fwhm):
    """the noise of DAOFIND's amplitude for unit noise a pixel, by its definition"""
    reach = max(2.0, fwhm); half = int(np.ceil(reach)); y, x = np.mgrid[-half:half + 1, -half:half + 1]
    g = np.exp(-(x * x + y * y) / (2 * (fwhm / 2.3548200450309493) ** 2))[x * x + y * y <= reach * reach]
    return 1 / np.sqrt((g ** 2).sum() - g.sum() ** 2 / g.size)


def alone(x, y, distance):
    d = np.hypot(x[:, None] - x[None], y[:, None] - y[None]); np.fill_diagonal(d, 1e9)
    return d.min(1) > distance


def measure(data, full, fwhm):
    h, w = data.shape
    flat = data - np.median(data)                          # photutils sees zeros beyond the border: a level would be a wall of light
    bk = sep.Background(data, bw=32, bh=32, fw=3, fh=3)
    sigma = float(bk.globalrms)
    independent = Background2D(data, (32, 32), filter_size=(3, 3), sigma_clip=SigmaClip(sigma=3), bkg_estimator=SExtractorBackground())
    if fwhm is None:                                      # two rounds: a width to detect with, then the width of what is found
        fwhm = 3.0
        for _ in range(3):
            t = detector(30 * sigma * relative_error(fwhm), fwhm)(flat)
            t.sort("peak", reverse=True)
            x, y = np.array(t["x_centroid"]), np.array(t["y_centroid"])
            ok = alone(x, y, 6 * fwhm) & (np.array(t["peak"]) < 0.8 * full) & (x > 20) & (y > 20) & (x < w - 21) & (y < h - 21)
            xy = np.c_[x[ok], y[ok]][:80]
            shape = int(2 * round(1.5 * fwhm) + 1)
            fwhm = float(np.median(fit_fwhm(data - bk.back(), xypos=xy, fwhm=fwhm, fit_shape=max(shape, 5))))
    t = detector(5 * sigma * relative_error(fwhm), fwhm)(flat)
    x, y = np.array(t["x_centroid"]), np.array(t["y_centroid"])
    amplitude = np.array(t["peak"])
    # the brightest that are alone, unsaturated and away from the edge
    ok = alone(x, y, 3 * fwhm) & (amplitude < 0.8 * full) & (x > 8 * fwhm) & (y > 8 * fwhm) & (x < w - 1 - 8 * fwhm) & (y < h - 1 - 8 * fwhm)
    order = np.argsort(-amplitude[ok])[:60]
    sx, sy = x[ok][order], y[ok][order]
    # SExtractor's windowed centroid, by SEP, on the frame without its background
    cx, cy, flag = sep.winpos(data - bk.back(), sx, sy, np.full(sx.size, fwhm / 2.3548))
    circle = CircularAperture(np.c_[cx, cy], r=1.5 * fwhm)
    ring = ApertureStats(data, CircularAnnulus(np.c_[cx, cy], r_in=4 * fwhm, r_out=6 * fwhm), sum_method="center")
    flux = np.array(aperture_photometry(data, circle, method="exact")["aperture_sum"]) - circle.area * ring.median
    noise = np.sqrt(circle.area) * sigma
    good = (flag == 0) & (flux > 20 * noise) & (np.hypot(cx - sx, cy - sy) < 1)
    widths = fit_fwhm(data - bk.back(), xypos=np.c_[cx[good], cy[good]], fwhm=fwhm, fit_shape=int(2 * round(1.5 * fwhm) + 1))
    return dict(
        fwhm=fwhm, sigma=sigma, fullScale=full, relativeError=float(relative_error(fwhm)),
        background=dict(sepLevel=float(np.median(bk.back())), photutilsLevel=float(np.median(independent.background)), photutilsRms=float(np.median(independent.background_rms)),
                        difference=float(1.4826 * np.median(np.abs(bk.back() - independent.background)))),
        detections=len(x), brightest=[[round(float(x[k]), 3), round(float(y[k]), 3)] for k in np.argsort(-amplitude, kind="stable")[:300]],
        stars=[dict(x=float(a), y=float(b), flux=float(f)) for a, b, f in zip(cx[good], cy[good], flux[good])],
        # Too few stars among galaxies, and two in every fit of the Galactic Centre: no width.
        medianWidth=float(np.median(widths)) if len(widths) >= 15 and np.median(widths) > 1 else None)


if __name__ == "__main__":
    result = dict(versions=dict(numpy=np.__version__, scipy=scipy.__version__, astropy=astropy.__version__, photutils=photutils.__version__, sep=sep.__version__), frames={})
    for name, (path, full, fwhm) in frames.items():
        file = path if os.path.isabs(path) else os.path.join(sys.argv[1], path)
        r = measure(image(file), full, fwhm)
        r["path"] = os.path.relpath(file, os.path.join(here, "..")) if os.path.isabs(path) else path
        result["frames"][name] = r
        print(name, "fwhm %.3f sigma %.3g detections %d stars %d width %s" % (r["fwhm"], r["sigma"], r["detections"], len(r["stars"]), r["medianWidth"]), r["background"], flush=True)
    json.dump(result, open(os.path.join(here, "expected.json"), "w"), indent=0, sort_keys=True)
