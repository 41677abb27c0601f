"""Write a trained network as the files the product reads.

    python export.py final.pt OUT_DIR --name hannom-pool --version 2

OUT_DIR/model.onnx: input x (n, 1, height, 32) float, output logp (n, height / 8, classes), natural logarithms; weights stored
in half precision. OUT_DIR/characters.txt: line i = class i; class 0 is the blank. OUT_DIR/model.json: how to feed and read it;
calibrate afterwards (bench/calibration.ts), the calibration of another model does not hold.
"""
import argparse
import json
import os

import onnx
import torch

from model import ROWS_PER_FRAME, Net, Sequence
from store_half import store_half


class Scores(torch.nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        return torch.log_softmax(self.net(x), -1)


def folded(net):
    """Batch norms of the layers along the column go into their matrices (the exporter does it for convolutions)."""
    for module in net.modules():
        if isinstance(module, Sequence):
            gain = module.bn.weight / torch.sqrt(module.bn.running_var + module.bn.eps)
            lin = torch.nn.Linear(module.lin.in_features, module.lin.out_features)
            lin.weight.data = module.lin.weight.data * gain.data[:, None]
            lin.bias.data = (module.bn.bias - module.bn.running_mean * gain).data
            module.lin, module.bn = lin, torch.nn.Identity()
    return net


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("weights")
    options.add_argument("out")
    options.add_argument("--name", required=True)
    options.add_argument("--version", required=True)
    args = options.parse_args()
    os.makedirs(args.out, exist_ok=True)
    state = torch.load(args.weights, map_location="cpu", weights_only=False)
    characters = state["characters"]
    net = Net(len(characters), **state["arch"])
    net.load_state_dict({name: value.float() if value.dtype == torch.float16 else value for name, value in state["net"].items()})
    net = Scores(folded(net.eval())).eval()
    path = os.path.join(args.out, "model.onnx")
    torch.onnx.export(
        net,
        torch.randn(1, 1, 400, 32),
        path,
        input_names=["x"],
        output_names=["logp"],
        opset_version=17,
        dynamo=False,
        dynamic_axes={"x": {0: "n", 2: "h"}, "logp": {0: "n", 1: "t"}},
    )
    onnx.save(store_half(onnx.load(path)), path)
    with open(os.path.join(args.out, "characters.txt"), "w", encoding="utf8") as file:
        file.write("\n".join(characters[1:]) + "\n")
    about = {
        "name": args.name,
        "version": args.version,
        "widthPixels": 32,
        "paddingRows": 16,
        "rowsPerFrame": ROWS_PER_FRAME,
        "input": "x",
        "output": "logp",
        "outputKind": "log-probabilities",
        "characters": "characters.txt",
        "unreadable": [c for c in ("?", "\ufffd") if c in characters],
    }
    with open(os.path.join(args.out, "model.json"), "w", encoding="utf8") as file:
        json.dump(about, file, ensure_ascii=False, indent=2)
        file.write("\n")
    print(len(characters), "classes,", round(os.path.getsize(path) / 1e6, 1), "MB")


if __name__ == "__main__":
    main()
