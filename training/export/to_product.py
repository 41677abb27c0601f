"""Make a model folder of the product.

python to_product.py MODEL.onnx CHARSET.json OUT_FOLDER --name hannom-pool --version 1 [--rows-per-frame 8] [--logits]

CHARSET.json: class number to character, class 0 is the blank. Weights are stored in half precision (store_half.py).
The calibration is added afterwards, on pages that were not trained on: npx tsx bench/calibration.ts OUT_FOLDER --write
"""
import argparse
import json
import os

import onnx

from store_half import store_half

parser = argparse.ArgumentParser()
for argument in ("model", "charset", "out"):
    parser.add_argument(argument)
parser.add_argument("--name", required=True)
parser.add_argument("--version", required=True)
parser.add_argument("--rows-per-frame", type=int, default=8)
parser.add_argument("--logits", action="store_true")
given = parser.parse_args()

with open(given.charset, encoding="utf8") as file:
    characters = json.load(file)
model = store_half(onnx.load(given.model))
classes = model.graph.output[0].type.tensor_type.shape.dim[2].dim_value
if characters[0] != "" or classes not in (0, len(characters)) or any(c == "" or c.isspace() for c in characters[1:]):
    raise SystemExit("the character table does not fit the network")

os.makedirs(given.out, exist_ok=True)
onnx.save(model, os.path.join(given.out, "model.onnx"))
with open(os.path.join(given.out, "characters.txt"), "w", encoding="utf8") as file:
    file.write("\n".join(characters[1:]) + "\n")
description = {
    "name": given.name,
    "version": given.version,
    "widthPixels": 32,
    "paddingRows": 16,
    "rowsPerFrame": given.rows_per_frame,
    "input": model.graph.input[0].name,
    "output": model.graph.output[0].name,
    "outputKind": "logits" if given.logits else "log-probabilities",
    "characters": "characters.txt",
    "unreadable": [c for c in ("?", "\ufffd") if c in characters],
}
with open(os.path.join(given.out, "model.json"), "w", encoding="utf8") as file:
    json.dump(description, file, ensure_ascii=False, indent=2)
    file.write("\n")
