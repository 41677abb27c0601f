"""Store a model's weights in half precision: python store_half.py IN.onnx OUT.onnx

Every float32 initializer of more than 64 values becomes float16 with a Cast beside it. The runtime folds the casts when
it loads the model, so it computes in float32 as before: the file is half as large, the speed is the same.
"""
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LEAST_VALUES = 64


def store_half(model: onnx.ModelProto) -> onnx.ModelProto:
    graph, casts = model.graph, []
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) <= LEAST_VALUES:
            continue
        values = numpy_helper.to_array(tensor)
        half = values.astype(np.float16)
        if not np.isfinite(half).all():
            raise SystemExit(f"{tensor.name} does not fit into half precision")
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(half, f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT, name=f"{name}.widen"))
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    onnx.save(store_half(onnx.load(sys.argv[1])), sys.argv[2])
