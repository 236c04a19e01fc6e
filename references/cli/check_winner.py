"""Runs a winner.onnx as its model card says, and compares with what `evalbench denoise` wrote.

usage: check_winner.py winner.onnx in.raw out.raw width height
Both frames are float32, little-endian. Exit status 0 when they agree to 1e-4 of the input's range.
"""
import sys
import numpy as np
import onnx
import onnxruntime

model_path, in_path, out_path, width, height = sys.argv[1:]
width, height = int(width), int(height)
model = onnx.load(model_path)
onnx.checker.check_model(model, full_check=True)
assert model.ir_version == 7, model.ir_version
assert [(o.domain, o.version) for o in model.opset_import] == [("", 13)], model.opset_import
facts = {p.key: p.value for p in model.metadata_props}
for key in ("normalization", "align", "halo", "architecture", "weights.sha256"):
    assert "evalbench." + key in facts, f"no {key} in {facts}"

frame = np.fromfile(in_path, "<f4").reshape(height, width)
ours = np.fromfile(out_path, "<f4").reshape(height, width)
softening = float(facts["evalbench.normalization"].split("=")[1])
background = np.float32(np.sort(frame, axis=None)[(frame.size - 1) // 2])
second = np.abs(2 * frame[:, 2:-2] - frame[:, :-4] - frame[:, 4:])
median = np.float32(np.sort(second, axis=None)[(second.size - 1) // 2])
noise = median * np.float32(1.482602 / 2.449490)
stretched = softening * np.arcsinh((frame - background) / (noise * softening))

align = int(facts["evalbench.align"])
halo = 32 if facts["evalbench.halo"] == "global" else int(facts["evalbench.halo"])
right = halo + -(width + 2 * halo) % align
bottom = halo + -(height + 2 * halo) % align
padded = np.pad(stretched, ((halo, bottom), (halo, right)), mode="reflect").astype(np.float32)
session = onnxruntime.InferenceSession(model_path, providers=["CPUExecutionProvider"])
(result,) = session.run(["denoised"], {"image": padded[None, None]})
result = result[0, 0, halo:halo + height, halo:halo + width].astype(np.float64)
theirs = background + noise * softening * np.sinh(result / softening)
worst = float(np.abs(theirs - ours).max() / (frame.max() - frame.min()))
print(f"largest difference {worst:.2e} of the input's range")
sys.exit(0 if worst <= 1e-4 else 1)
