#!/usr/bin/env python3
"""Numbers for the tests of Exposures and of AstroImages' world coordinates.

astropy.wcs (wcslib) places pixels on the sky; scipy.ndimage resamples with cubic splines. Run in this folder:
    python make.py
Versions are written into the file.
"""
import json

import astropy
import numpy as np
import scipy
from astropy.io import fits
from astropy.wcs import WCS
from scipy import ndimage

SEED = 20261122

HEADERS = {
    "tan-cd": dict(CTYPE1="RA---TAN", CTYPE2="DEC--TAN", CRVAL1=83.8221, CRVAL2=-5.3911, CRPIX1=512.5, CRPIX2=300.25,
                   CD1_1=-2.7e-4, CD1_2=1.1e-5, CD2_1=1.3e-5, CD2_2=2.7e-4),
    "tan-cdelt-crota": dict(CTYPE1="RA---TAN", CTYPE2="DEC--TAN", CRVAL1=359.95, CRVAL2=67.2, CRPIX1=652.0, CRPIX2=488.0,
                            CDELT1=-4.2e-4, CDELT2=4.3e-4, CROTA2=31.5),
    "tan-pc": dict(CTYPE1="RA---TAN", CTYPE2="DEC--TAN", CRVAL1=210.8, CRVAL2=54.35, CRPIX1=100.0, CRPIX2=900.0,
                   CDELT1=-3e-4, CDELT2=3e-4, PC1_1=0.8, PC1_2=-0.6, PC2_1=0.6, PC2_2=0.8),
    "tan-swapped": dict(CTYPE1="DEC--TAN", CTYPE2="RA---TAN", CRVAL1=-30.0, CRVAL2=12.0, CRPIX1=10.0, CRPIX2=20.0,
                        CD1_1=2e-4, CD1_2=1e-5, CD2_1=1e-5, CD2_2=-2e-4),
    "tan-sip": dict(CTYPE1="RA---TAN-SIP", CTYPE2="DEC--TAN-SIP", CRVAL1=202.48, CRVAL2=47.23, CRPIX1=512.0,
                    CRPIX2=512.0, CD1_1=-6.1e-4, CD1_2=2e-6, CD2_1=1e-6, CD2_2=6.1e-4, A_ORDER=3, B_ORDER=2,
                    A_2_0=2.1e-6, A_0_2=-1.5e-6, A_1_1=4.0e-6, A_3_0=1.2e-9, B_2_0=-1.0e-6, B_0_2=3.0e-6,
                    B_1_1=-2.0e-6),
    "tpv": dict(CTYPE1="RA---TPV", CTYPE2="DEC--TPV", CRVAL1=316.8366, CRVAL2=-10.2, CRPIX1=-581.2, CRPIX2=1402.0,
                CD1_1=-4.3e-7, CD1_2=7.28e-5, CD2_1=-7.28e-5, CD2_2=-4.1e-7, PV1_0=-2.3e-3, PV1_1=1.0097, PV1_2=6.9e-3,
                PV1_4=-1.2e-2, PV1_5=8e-3, PV1_6=-4e-3, PV1_7=6e-3, PV1_8=-9e-3, PV1_9=5e-3, PV1_10=-2e-3,
                PV2_0=-1.7e-3, PV2_1=1.0102, PV2_2=5.1e-3, PV2_4=-1.1e-2, PV2_5=9e-3, PV2_6=-6e-3, PV2_7=5e-3,
                PV2_8=-1.0e-2, PV2_9=4e-3, PV2_10=-3e-3),
    "zpn": dict(CTYPE1="RA---ZPN", CTYPE2="DEC--ZPN", CRVAL1=36.484, CRVAL2=-4.6, CRPIX1=5274.8, CRPIX2=-2021.0,
                CD1_1=-9.48e-5, CD1_2=-1.1e-8, CD2_1=1.2e-8, CD2_2=9.48e-5, PV2_0=0.0, PV2_1=1.0, PV2_2=0.0,
                PV2_3=44.0, PV2_4=0.0, PV2_5=-10300.0),
    "sin": dict(CTYPE1="RA---SIN", CTYPE2="DEC--SIN", CRVAL1=0.4, CRVAL2=-0.2, CRPIX1=300.0, CRPIX2=310.0,
                CDELT1=-2e-3, CDELT2=2e-3),
    "stg": dict(CTYPE1="GLON-STG", CTYPE2="GLAT-STG", CRVAL1=120.0, CRVAL2=25.0, CRPIX1=30.0, CRPIX2=40.0, CDELT1=-0.05,
                CDELT2=0.05),
    "arc": dict(CTYPE1="RA---ARC", CTYPE2="DEC--ARC", CRVAL1=15.0, CRVAL2=88.5, CRPIX1=30.0, CRPIX2=40.0, CDELT1=-0.01,
                CDELT2=0.01),
    "zea": dict(CTYPE1="RA---ZEA", CTYPE2="DEC--ZEA", CRVAL1=15.0, CRVAL2=-40.0, CRPIX1=30.0, CRPIX2=40.0, CDELT1=-0.02,
                CDELT2=0.02),
}
PIXELS = [(0.0, 0.0), (1023.0, 0.0), (17.25, 801.5), (640.0, 480.0), (1000.5, 999.75)]


def world():
    cases = []
    for name, cards in HEADERS.items():
        header = fits.Header()
        header["NAXIS"], header["NAXIS1"], header["NAXIS2"] = 2, 1024, 1024
        for key, value in cards.items():
            header[key] = value
        wcs = WCS(header)
        places = wcs.all_pix2world(np.array(PIXELS), 0)
        if name == "tan-swapped":
            places = places[:, ::-1]
        cases.append(dict(name=name, cards=[[k, str(v), isinstance(v, str)] for k, v in cards.items()],
                          pixels=PIXELS, sky=places.tolist(),
                          scale=float(np.sqrt(abs(np.linalg.det(wcs.pixel_scale_matrix))) * 3600)))
    return cases


def resampling():
    random = np.random.default_rng(SEED)
    image = random.normal(100, 10, (24, 28)).round(3)
    matrix = np.array([[1.0006, 0.004], [-0.0035, 0.9994]])  # rows: y then x, as scipy has it
    offset = np.array([2.37, -1.61])
    window = dict(x=8, y=7, width=9, height=8)
    filtered = ndimage.spline_filter(image, order=3, mode="mirror")
    values = []
    for y in range(window["y"], window["y"] + window["height"]):
        for x in range(window["x"], window["x"] + window["width"]):
            place = matrix @ np.array([y, x]) + offset
            values.append(float(ndimage.map_coordinates(filtered, place[:, None], order=3, mode="mirror",
                                                         prefilter=False)[0]))
    gains = []
    for shift in (0.0, 0.1, 0.25, 0.5, 0.8):
        impulse = np.zeros(201)
        impulse[100] = 1
        response = ndimage.shift(impulse, shift, order=3, mode="mirror")
        gains.append([shift, float((response ** 2).sum())])
    return dict(image=image.ravel().tolist(), width=28, height=24,
                map=[matrix[1, 1], matrix[1, 0], offset[1], matrix[0, 1], matrix[0, 0], offset[0]], window=window,
                values=values, gains=gains)


if __name__ == "__main__":
    data = dict(versions=dict(numpy=np.__version__, scipy=scipy.__version__, astropy=astropy.__version__), seed=SEED,
                world=world(), resampling=resampling())
    with open("exposures.json", "w") as file:
        json.dump(data, file, indent=1)
        file.write("\n")
