"""Checks exported models with ONNX's checker and compares ONNX Runtime with our engine's outputs.

usage: check_onnx.py MODEL...    (MODEL.onnx beside MODEL.safetensors with input0, output0, input1, output1)
Prints a line `ok MODEL difference` each; exits 77 where a library is missing. Reads safetensors by hand, so that the
Python needs no more than numpy, onnx and onnxruntime.
"""
import json
import sys

try:
    import numpy
    import onnx
    import onnxruntime
except ImportError as error:
    print(error)
    sys.exit(77)


def tensors(path):
    data = open(path, "rb").read()
    n = int.from_bytes(data[:8], "little")
    for name, entry in json.loads(data[8:8 + n]).items():
        if name != "__metadata__":
            a, b = entry["data_offsets"]
            values = numpy.frombuffer(data[8 + n + a:8 + n + b], "<f4")
            yield name, values.reshape(entry["shape"])


for name in sys.argv[1:]:
    onnx.checker.check_model(name + ".onnx", full_check=True)
    model = onnx.load(name + ".onnx")
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    assert model.ir_version == 7 and model.opset_import[0].version == 13
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(name + ".onnx", options, providers=["CPUExecutionProvider"])
    values = dict(tensors(name + ".safetensors"))
    worst = 0.0
    for i in range(2):
        x, y = values[f"input{i}"], values[f"output{i}"]
        z = session.run(["denoised"], {"image": x})[0]
        assert z.shape == y.shape and numpy.isfinite(z).all()
        # The bound: 1e-4 of the input's range.
        worst = max(worst, float(numpy.abs(z - y).max()) / float(x.max() - x.min()))
    assert worst <= 1e-4, f"{name}: differs by {worst} of the input's range"
    print("ok", name, worst)
