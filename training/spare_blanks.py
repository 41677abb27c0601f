"""Make a model look for characters only where there may be one.

    python spare_blanks.py final.pt pool.npz MODEL_DIR [--columns 150] [--out DIR]

Three frames in four are blank, and telling 16,503 characters apart costs a fifth of the network. One linear unit before the
classifier tells blank frames apart nearly without fault: it is fitted on what the network itself says of columns of the pool,
and let through is every frame that has the least chance of a character. Run it last, on MODEL_DIR/model.onnx of export.py or
quantize.py: `logp` then holds the frames let through, and the new output `frames` says which these are; all others are blank.
"""
import argparse
import json
import os

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from align import PADDING, normal
from export import folded
from model import Net

#: Log-odds of a character from which on a frame is let through. On columns that the unit was not fitted on, no frame with a
#: character was below -1.
LEAST_ODDS = -4.0
#: How much more a missed character weighs than a blank let through.
MISS_WEIGHT = 10
SHRINK = 1e-3
FEATURES = "/net/neck/Add_output_0"


def frames_of(net, pool, columns):
    """Features of the frames of some columns, and whether the network sees a character there."""
    features, hits = [], []
    px, off = pool["px"], pool["off"]
    for i in np.random.default_rng(1).permutation(len(off) - 1)[:columns]:
        column = normal(px[off[i] : off[i + 1]])
        rows = -(-(len(column) + 2 * PADDING) // 8) * 8
        shown = np.zeros((1, 1, rows, 32), np.float32)
        shown[0, 0, PADDING : PADDING + len(column)] = column
        with torch.no_grad():
            found = net.feats(torch.from_numpy(shown))[0]
            hits.append(net.head(found).argmax(-1) != 0)
        features.append(found)
    return torch.cat(features), torch.cat(hits)


def fitted(features, hits):
    """Weights and bias of the unit: logistic regression on evened features."""
    mean, spread = features.mean(0), features.std(0) + 1e-3
    evened, target = (features - mean) / spread, hits.float()
    weights, bias = torch.zeros(features.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    search = torch.optim.LBFGS([weights, bias], max_iter=60)
    loss = torch.nn.BCEWithLogitsLoss(weight=1 + (MISS_WEIGHT - 1) * target)

    def step():
        search.zero_grad()
        value = loss(evened @ weights + bias, target) + SHRINK * (weights**2).sum()
        value.backward()
        return value

    search.step(step)
    own = (weights / spread).detach()
    return own.numpy(), float(bias.detach() - (own * mean).sum())


def sparing(model, weights, bias):
    """The model with the unit between its features and its classifier."""
    graph = model.graph
    parts = {
        "spare.weights": weights.astype(np.float32)[:, None],
        "spare.least": np.array(LEAST_ODDS - bias, np.float32),
        "spare.flat": np.array([-1], np.int64),
    }
    graph.initializer.extend(numpy_helper.from_array(array, name) for name, array in parts.items())
    narrow = f"{FEATURES}.u8"
    source = narrow if any(narrow in node.output for node in graph.node) else FEATURES
    unit = [
        helper.make_node("MatMul", [FEATURES, "spare.weights"], ["spare.odds"]),
        helper.make_node("Greater", ["spare.odds", "spare.least"], ["spare.open"]),
        helper.make_node("Reshape", ["spare.open", "spare.flat"], ["spare.row"]),
        helper.make_node("NonZero", ["spare.row"], ["spare.places"]),
        helper.make_node("Reshape", ["spare.places", "spare.flat"], ["frames"]),
        helper.make_node("Gather", [source, "frames"], ["spare.features"], axis=1),
    ]
    nodes = list(graph.node)
    at = max(i for i, node in enumerate(nodes) if source in node.output) + 1
    for node in nodes[at:]:
        for k, name in enumerate(node.input):
            if name == source and node.op_type in ("DequantizeLinear", "MatMul"):
                node.input[k] = "spare.features"
    del graph.node[:]
    graph.node.extend(nodes[:at] + unit + nodes[at:])
    graph.output[0].type.tensor_type.shape.dim[1].dim_param = "k"
    graph.output.append(helper.make_tensor_value_info("frames", TensorProto.INT64, ["k"]))
    onnx.checker.check_model(model)
    return model


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("weights")
    options.add_argument("pool")
    options.add_argument("model")
    options.add_argument("--columns", type=int, default=150)
    options.add_argument("--out", help="folder for the new files, if not MODEL_DIR")
    args = options.parse_args()
    torch.set_num_threads(1)
    state = torch.load(args.weights, map_location="cpu", weights_only=False)
    net = Net(len(state["characters"]), **state["arch"])
    net.load_state_dict({name: value.float() if value.dtype == torch.float16 else value for name, value in state["net"].items()})
    with np.load(args.pool) as file:
        pool = {name: file[name] for name in ("px", "off")}
    weights, bias = fitted(*frames_of(folded(net.eval()), pool, args.columns))
    out = args.out or args.model
    onnx.save(sparing(onnx.load(os.path.join(args.model, "model.onnx")), weights, bias), os.path.join(out, "model.onnx"))
    with open(os.path.join(args.model, "model.json"), encoding="utf8") as file:
        about = json.load(file)
    with open(os.path.join(out, "model.json"), "w", encoding="utf8") as file:
        json.dump({**about, "frames": "frames"}, file, ensure_ascii=False, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()
