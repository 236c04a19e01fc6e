#!/usr/bin/env python3
"""Numbers for the tests of debayering and stretches, made with numpy and scipy; no random numbers.

usage: make_debayer_and_stretch.py FOLDER   writes debayer.csv and stretch.csv there

The pixels come from Knuth's multiplicative hash, v(i) = (i * 2654435761 mod 2^32) / 2^32, so that both sides can make them.
debayer.csv: the 5x5 kernels of Malvar, He and Cutler (2004, figure 2) as full convolutions with mirrored borders on a
12 x 10 mosaic of 1000 v; one line a pattern, channel and pixel row.
stretch.csv, of base + span * v^3: c0 and m of the STF (median, MAD * 1.4826022185056018, c0 = max(0, med - 2.8 sigma), m = MTF(0.25, med - c0)),
and the stretched values of 0, 700, 1500, 30000 and 65535.
"""
import os, sys
import numpy as np, scipy
from scipy import ndimage

def values(n): return ((np.arange(n, dtype=np.uint64) * 2654435761) % 2**32).astype(np.float64) / 2**32

K_GREEN = np.array([[0,0,-1,0,0],[0,0,2,0,0],[-1,2,4,2,-1],[0,0,2,0,0],[0,0,-1,0,0]]) / 8
K_ROW = np.array([[0,0,.5,0,0],[0,-1,0,-1,0],[-1,4,5,4,-1],[0,-1,0,-1,0],[0,0,.5,0,0]]) / 8
K_COLUMN = K_ROW.T
K_ACROSS = np.array([[0,0,-1.5,0,0],[0,2,0,2,0],[-1.5,0,6,0,-1.5],[0,2,0,2,0],[0,0,-1.5,0,0]]) / 8

def debayer(m, pattern):
    h, w = m.shape
    at = np.array([["RGB".index(pattern[(y & 1) * 2 + (x & 1)]) for x in range(w)] for y in range(h)])
    green, row, column, across = (ndimage.convolve(m, k, mode="mirror") for k in (K_GREEN, K_ROW, K_COLUMN, K_ACROSS))
    out = np.zeros((3, h, w))
    for c in range(3):
        for y in range(h):
            for x in range(w):
                own = at[y, x]
                if own == c: out[c, y, x] = m[y, x]
                elif c == 1: out[c, y, x] = green[y, x]
                elif own == 1: out[c, y, x] = row[y, x] if at[y, (x + 1) % 2 + 0] == c or c in at[y] else column[y, x]
                else: out[c, y, x] = across[y, x]
    return out

def mtf(m, x): return (m - 1) * x / ((2 * m - 1) * x - m)

def main(folder):
    versions = "# numpy %s, scipy %s\n" % (np.__version__, scipy.__version__)
    m = (1000 * values(120)).astype(np.float32).astype(np.float64).reshape(10, 12)
    with open(os.path.join(folder, "debayer.csv"), "w") as f:
        f.write(versions)
        for p in ("RGGB", "BGGR", "GRBG", "GBRG"):
            for c, plane in enumerate(debayer(m, p)):
                for y, line in enumerate(plane): f.write(",".join([p, str(c), str(y)] + [repr(float(v)) for v in line]) + "\n")
    with open(os.path.join(folder, "stretch.csv"), "w") as f:
        f.write(versions + "n,full,base,span,c0,m,s0,s700,s1500,s30000,s65535\n")
        for n, full, low, span in ((1000, 65535.0, 500.0, 3000.0), (1001, 4095.0, 500.0, 3000.0), (1000, 65535.0, 1400.0, 90.0)):
            v = (low + span * values(n) ** 3).astype(np.float32).astype(np.float64) / full
            med = np.median(v); sigma = 1.4826022185056018 * np.median(np.abs(v - med)) or 0.001
            c0 = max(0.0, med - 2.8 * sigma); b = mtf(0.25, med - c0)
            s = [mtf(b, np.clip((x / full - c0) / (1 - c0), 0, 1)) for x in (0, 700, 1500, 30000, 65535)]
            f.write(",".join([str(n), repr(full), repr(low), repr(span)] + [repr(float(x)) for x in [c0, b] + s]) + "\n")

if __name__ == "__main__": main(sys.argv[1])
