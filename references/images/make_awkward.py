#!/usr/bin/env python3
"""Read every file of ../shared/data with astropy, tifffile and imagecodecs and write what they hold to awkward.csv.

usage: make_awkward.py DATA_FOLDER > awkward.csv

One row a plane (or one for a file that does not open): path, status, reader, width, height, planes, plane, not-a-number
count, mean, min, max, and up to nine sampled pixels as x:y:value. Values are physical, as float32, in float64 arithmetic.

The readers' arrays are turned into light as AstroImages documents it: palettes are looked up (8 bits when the map's
entries are multiples of 257), MinIsWhite is inverted, CMYK becomes RGB by full*(1-C)(1-K), and a FITS cube's further
axes of length 1 are dropped. Everything else is the reader's own number.

No random numbers. Versions used are printed in the first line of the file.
"""
import bz2, csv, gzip, io, os, subprocess, sys, warnings
import numpy as np
import astropy, imagecodecs, tifffile
from astropy.io import fits

warnings.simplefilter("ignore")

def unpack(b):
    if b[:2] == b"\x1f\x8b": return gzip.decompress(b)
    if b[:3] == b"BZh": return bz2.decompress(b)
    if b[:2] == b"\x1f\x9d": return subprocess.run(["gzip", "-dc"], input=b, capture_output=True, check=True).stdout
    return b

def read_fits(b):
    with fits.open(io.BytesIO(b), memmap=False) as f:
        for h in f:
            if isinstance(h, (fits.BinTableHDU, fits.TableHDU, fits.GroupsHDU)) and not isinstance(h, fits.CompImageHDU): continue
            if not getattr(h, "is_image", False) and not isinstance(h, fits.CompImageHDU): continue
            if len(h.shape) < 2 or 0 in h.shape: continue
            a = np.asarray(h.data)
            if a.ndim > 2:
                rest = [n for n in a.shape[:-2] if n != 1]
                if len(rest) > 1: raise ValueError("no image: %d-dimensional" % a.ndim)
                return a.reshape((-1,) + a.shape[-2:])
            return a[None]
    raise ValueError("no image")

def read_tiff(b):
    with tifffile.TiffFile(io.BytesIO(b)) as t:
        p = t.pages[0]
        a = p.asarray()
        if p.samplesperpixel == 1: a = a.reshape(1, p.imagelength, p.imagewidth)
        elif p.planarconfig == 2: a = a.reshape(p.samplesperpixel, p.imagelength, p.imagewidth)
        else: a = np.moveaxis(a.reshape(p.imagelength, p.imagewidth, p.samplesperpixel), 2, 0)
        full = 1.0 if a.dtype.kind == "f" else float(2 ** p.bitspersample - 1)
        if p.photometric == 3:
            m = np.asarray(p.colormap)
            if np.all(m % 257 == 0): m = m // 257
            return m[:, a[0].astype(np.int64)]
        if p.photometric == 0: return full - a.astype(np.float64)
        if p.photometric == 5:
            c = a[:4].astype(np.float64)
            rgb = (full - c[:3]) * (full - c[3]) / full
            if a.dtype.kind != "f": rgb = np.floor(rgb + 0.5)
            return np.concatenate([rgb, a[4:].astype(np.float64)])
        return a

def planar(a): return a[None] if a.ndim == 2 else np.moveaxis(a, 2, 0)

def read(path):
    b = unpack(open(path, "rb").read())
    if b[:8] == b"\x89PNG\r\n\x1a\n": return "imagecodecs.png", planar(imagecodecs.png_decode(b))
    if b[:2] == b"\xff\xd8":
        # Pillow's check for truncated files; the numbers are libjpeg-turbo's.
        from PIL import Image
        Image.open(io.BytesIO(b)).load()
        return "imagecodecs.jpeg", planar(imagecodecs.jpeg8_decode(b))
    if b[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"): return "tifffile", read_tiff(b)
    return "astropy", read_fits(b)

def main(root):
    print("# astropy %s, tifffile %s, imagecodecs %s, numpy %s" % (
        astropy.__version__, tifffile.__version__, imagecodecs.__version__, np.__version__))
    w = csv.writer(sys.stdout, lineterminator="\n")
    w.writerow("path,status,reader,width,height,planes,plane,nan,mean,min,max,samples".split(","))
    for row in csv.DictReader(open(os.path.join(root, "MANIFEST.csv"))):
        path = row["path"]
        if not os.path.isfile(os.path.join(root, path)): continue
        try:
            reader, a = read(os.path.join(root, path))
        except Exception as e:
            w.writerow([path, "no image" if "no image" in str(e) else "fails", "", "", "", "", "", "", "", "", "", ""])
            continue
        with np.errstate(all="ignore"): a = a.astype(np.float32).astype(np.float64)
        n, h, wd = a.shape
        for p in range(n):
            v = a[p]; f = v[np.isfinite(v)]
            pts = [(int(fx * (wd - 1)), int(fy * (h - 1))) for fy in (0, 0.5, 1) for fx in (0, 0.37, 1)]
            s = ";".join("%d:%d:%r" % (x, y, float(v[y, x])) for x, y in sorted(set(pts)))
            st = [repr(float(g(f))) if f.size else "" for g in (np.mean, np.min, np.max)]
            w.writerow([path, "ok", reader, wd, h, n, p, int(np.isnan(v).sum())] + st + [s])

if __name__ == "__main__": main(sys.argv[1])
