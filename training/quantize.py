"""Write a trained network with 8-bit weights and activations, in place of what export.py wrote.

    python quantize.py final.pt pool.npz MODEL_DIR [--columns 96] [--keep NAME ...] [--out DIR]

Reads MODEL_DIR/model.onnx of export.py and the columns the network learnt from, which tell how far every layer's values
reach; writes MODEL_DIR/model.onnx anew with QuantizeLinear and DequantizeLinear nodes, which the runtime joins with their
neighbours. Weights: one scale an output channel, 7 of the 8 bits, because processors without VNNI add two products in 16
bits, which 8-bit weights overflow. Values: unsigned, one scale a layer. The first convolution stays as it is: it is cheap
and what it sees is not bounded. Calibrate again afterwards (bench/calibration.ts).
"""
import argparse
import os

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from align import PADDING, normal
from export import folded
from model import Net

WEIGHT_LIMIT = 63
#: Shares of the highest value at which the values of a layer may be cut off.
CUTS = np.linspace(0.3, 1, 36)
#: Values of a layer looked at in a column.
SAMPLE = 4_000


def watched(net):
    """Module -> the tensor of the exported graph that holds its output."""
    places = {}
    for i, layer in enumerate(net.body):
        at = f"/net/body/body.{i}"
        if hasattr(layer, "a"):
            places[layer.a] = f"{at}/a/a.2/Relu_output_0"
            places[layer.b] = f"{at}/b/b.0/Conv_output_0"
            places[layer] = f"{at}/Relu_output_0"
        else:
            places[layer] = f"{at}/body.{i}.2/Relu_output_0"
    for i, layer in enumerate(net.seq):
        if hasattr(layer, "a"):
            places[layer.a] = f"/net/seq/seq.{i}/a/Relu_output_0"
        places[layer] = f"/net/seq/seq.{i}/Relu_output_0"
    places[net.neck] = "/net/neck/Add_output_0"
    return places


def seen_values(net, pool, columns):
    """Tensor -> a sample of its values over some columns of the pool."""
    seen = {name: [] for name in watched(net).values()}
    random = np.random.default_rng(1)

    def keep(name):
        def hook(_module, _inputs, output):
            values = output.detach().numpy().ravel()
            seen[name].append(values[random.integers(0, len(values), SAMPLE)].copy())

        return hook

    for module, name in watched(net).items():
        module.register_forward_hook(keep(name))
    px, off = pool["px"], pool["off"]
    for i in random.permutation(len(off) - 1)[:columns]:
        column = normal(px[off[i] : off[i + 1]])
        rows = -(-(len(column) + 2 * PADDING) // 8) * 8
        shown = np.zeros((1, 1, rows, 32), np.float32)
        shown[0, 0, PADDING : PADDING + len(column)] = column
        with torch.no_grad():
            net(torch.from_numpy(shown))
    return {name: np.concatenate(values) for name, values in seen.items()}


def value_scale(values):
    """Scale and zero point of unsigned 8-bit values: cut off where the squared error is least."""
    low, high, best = min(0.0, float(values.min())), float(values.max()), None
    for cut in CUTS:
        scale = (high - low) * cut / 255
        zero = round(-low * cut / scale)
        rounded = (np.clip(np.round(values / scale) + zero, 0, 255) - zero) * scale
        error = float(((rounded - values) ** 2).mean())
        if best is None or error < best[0]:
            best = (error, scale, zero)
    return np.float32(best[1]), np.uint8(best[2])


def weight_scales(weights, axis):
    """Scale of every output channel, and the rounded weights: cut off where the squared error is least."""
    others = tuple(each for each in range(weights.ndim) if each != axis)
    shape = [-1 if each == axis else 1 for each in range(weights.ndim)]
    reach = np.maximum(np.abs(weights).max(others), 1e-8)
    least = np.full(len(reach), np.inf)
    scales = np.zeros(len(reach), np.float32)
    for cut in np.linspace(0.6, 1, 21):
        scale = (reach * cut / WEIGHT_LIMIT).astype(np.float32)
        wide = scale.reshape(shape)
        error = ((np.clip(np.round(weights / wide), -WEIGHT_LIMIT, WEIGHT_LIMIT) * wide - weights) ** 2).mean(others)
        scales = np.where(error < least, scale, scales)
        least = np.minimum(error, least)
    rounded = np.clip(np.round(weights / scales.reshape(shape)), -WEIGHT_LIMIT, WEIGHT_LIMIT).astype(np.int8)
    return scales, rounded


class Rewriter:
    """Puts 8-bit tensors into a graph."""

    def __init__(self, graph, values):
        self.graph, self.values, self.scales = graph, values, {}
        self.floats = {t.name: numpy_helper.to_array(t).astype(np.float32) for t in graph.initializer}
        for node in graph.node:
            if node.op_type == "Cast" and node.input[0] in self.floats:
                self.floats[node.output[0]] = self.floats[node.input[0]]
        self.nodes = []

    def store(self, name, array):
        self.graph.initializer.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def narrowed(self, tensor):
        """Name of the 8-bit tensor for a float one."""
        narrow = f"{tensor}.u8"
        if tensor not in self.scales:
            scale, zero = value_scale(self.values[tensor])
            self.scales[tensor] = scale
            parameters = [self.store(f"{tensor}.scale", scale), self.store(f"{tensor}.zero", zero)]
            self.nodes.append(helper.make_node("QuantizeLinear", [tensor, *parameters], [narrow], name=f"{narrow}.to"))
        return narrow

    def widened(self, tensor, narrow=None):
        """A float tensor with the values of the 8-bit one."""
        narrow = narrow or self.narrowed(tensor)
        wide = f"{narrow}.wide"
        if not any(wide in node.output for node in self.nodes):
            parameters = [f"{tensor}.scale", f"{tensor}.zero"]
            self.nodes.append(helper.make_node("DequantizeLinear", [narrow, *parameters], [wide], name=f"{wide}.from"))
        return wide

    def weights(self, name, axis):
        """The float name of 8-bit weights, and their scales."""
        scales, rounded = weight_scales(self.floats[name], axis)
        parts = [self.store(f"{name}.i8", rounded), self.store(f"{name}.scale", scales)]
        parts.append(self.store(f"{name}.zero", np.zeros(len(scales), np.int8)))
        self.nodes.append(helper.make_node("DequantizeLinear", parts, [f"{name}.wide"], name=f"{name}.from", axis=axis))
        return f"{name}.wide", scales

    def convolution(self, node):
        tensor, weights, bias = node.input
        wide, scales = self.weights(weights, 0)
        shown = self.widened(tensor)
        both = (scales * self.scales[tensor]).astype(np.float32)
        whole = np.round(self.floats[bias] / both).astype(np.int32)
        parts = [self.store(f"{bias}.i32", whole), self.store(f"{bias}.scale", both)]
        parts.append(self.store(f"{bias}.zero", np.zeros(len(both), np.int32)))
        self.nodes.append(helper.make_node("DequantizeLinear", parts, [f"{bias}.wide"], name=f"{bias}.from", axis=0))
        del node.input[:]
        node.input.extend([shown, wide, f"{bias}.wide"])


def quantized(model, values, kept):
    """The model with 8-bit convolutions and matrix products, but those whose name holds one of `kept`."""
    graph = model.graph
    old, writer = list(graph.node), Rewriter(graph, values)
    first = next(node.name for node in old if node.op_type == "Conv")
    #: 8-bit tensor that only rearranges -> the float tensor whose values it holds.
    rearranged = {}
    for node in old:
        is_kept = any(each in node.name for each in kept) or node.name == first
        if node.op_type == "Conv" and not is_kept:
            writer.convolution(node)
        elif node.op_type == "MatMul" and not is_kept:
            shown = node.input[0]
            wide, _ = writer.weights(node.input[1], 1)
            narrow = shown if shown in rearranged else writer.narrowed(shown)
            node.input[0], node.input[1] = writer.widened(rearranged.get(shown, shown), narrow), wide
        elif node.op_type in ("Transpose", "Reshape", "Pad", "Slice", "Concat") and (
            node.input[0] in values or node.input[0] in rearranged
        ):
            rearranged[node.output[0]] = rearranged.get(node.input[0], node.input[0])
            for k, each in enumerate(node.input):
                if each in values:
                    node.input[k] = writer.narrowed(each)
        elif node.op_type == "Add" and node.name.startswith("/net/body"):
            for k, each in enumerate(node.input):
                node.input[k] = writer.widened(each)
        writer.nodes.append(node)
    del graph.node[:]
    graph.node.extend(writer.nodes)
    drop_unused(graph)
    onnx.checker.check_model(model)
    return model


def drop_unused(graph):
    while True:
        used = {each for node in graph.node for each in node.input} | {each.name for each in graph.output}
        idle = [node for node in graph.node if not used & set(node.output)]
        if not idle:
            break
        for node in idle:
            graph.node.remove(node)
    for tensor in [each for each in graph.initializer if each.name not in used]:
        graph.initializer.remove(tensor)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("weights")
    options.add_argument("pool")
    options.add_argument("model")
    options.add_argument("--columns", type=int, default=96)
    options.add_argument("--keep", nargs="*", default=[], help="parts of names of nodes that stay as they are: head, body.1/")
    options.add_argument("--out", help="folder for the new model.onnx, if not MODEL_DIR")
    args = options.parse_args()
    state = torch.load(args.weights, map_location="cpu", weights_only=False)
    net = Net(len(state["characters"]), **state["arch"])
    net.load_state_dict({name: value.float() if value.dtype == torch.float16 else value for name, value in state["net"].items()})
    values = seen_values(folded(net.eval()), np.load(args.pool), args.columns)
    model = quantized(onnx.load(os.path.join(args.model, "model.onnx")), values, args.keep)
    path = os.path.join(args.out or args.model, "model.onnx")
    onnx.save(model, path)
    print(path, round(os.path.getsize(path) / 1e6, 1), "MB")


if __name__ == "__main__":
    main()
