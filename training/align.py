"""What a model reads in the pool, and at which row it saw each character of the label (the likeliest path through them).

    python align.py pool.npz weights.pt OUT.json
"""
import json
import sys

import numpy as np
import torch

from ctc import greedy
from model import ROWS_PER_FRAME, Net

PADDING = 16
NEVER = -1e30


def normal(column):
    return (np.percentile(column, 80) - column.astype(np.float32)) / max(10, 2 * float(column.std()))


def path_centres(scores, labels):
    """Viterbi through blank, label, blank ... of (frames, classes) log-probabilities -> centre row of every label, -1 if none."""
    states = [0]
    for label in labels:
        states += [label, 0]
    s = np.array(states)
    p = scores[:, s]
    frames, count = p.shape
    skips = np.zeros(count, bool)
    skips[2:] = (s[2:] != 0) & (s[2:] != s[:-2])
    best = np.full((frames, count), NEVER, np.float32)
    came = np.zeros((frames, count), np.int8)
    best[0, : min(2, count)] = p[0, : min(2, count)]
    for t in range(1, frames):
        stay = best[t - 1]
        step = np.concatenate([[NEVER], stay[:-1]])
        jump = np.where(skips, np.concatenate([[NEVER, NEVER], stay])[:count], NEVER)
        ways = np.stack([stay, step, jump])
        came[t] = ways.argmax(0)
        best[t] = ways.max(0) + p[t]
    state = count - 1 if count == 1 or best[-1, -1] >= best[-1, -2] else count - 2
    rows = [[] for _ in labels]
    for t in range(frames - 1, -1, -1):
        if state % 2:
            rows[state // 2].append(t * ROWS_PER_FRAME + ROWS_PER_FRAME / 2 - PADDING)
        state -= came[t, state]
    return [round(float(np.mean(each))) if each else -1 for each in rows]


def main():
    pool, weights, out = sys.argv[1:4]
    data = np.load(pool)
    px, off, texts = data["px"], data["off"], [str(text) for text in data["text"]]
    state = torch.load(weights, map_location="cpu", weights_only=False)
    characters = state["characters"]
    place = {c: k for k, c in enumerate(characters)}
    net = Net(len(characters), **state["arch"])
    net.load_state_dict({k: v.float() if v.dtype == torch.float16 else v for k, v in state["net"].items()})
    net.eval().to(memory_format=torch.channels_last)
    heights = np.diff(off)
    reads, centres = [""] * len(texts), [None] * len(texts)
    order = np.argsort(heights)
    for k in range(0, len(order), 48):
        part = order[k : k + 48]
        rows = -(-(int(heights[part].max()) + 2 * PADDING) // 8) * 8
        x = np.zeros((len(part), 1, rows, 32), np.float32)
        for j, i in enumerate(part):
            x[j, 0, PADDING : PADDING + heights[i]] = normal(px[off[i] : off[i + 1]])
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            logits = net(torch.from_numpy(x).to(memory_format=torch.channels_last)).float()
        frames = [(heights[i] + 2 * PADDING) // 8 for i in part]
        scores = torch.log_softmax(logits, -1).numpy()
        for j, (i, read) in enumerate(zip(part, greedy(logits, frames, characters))):
            reads[i] = read
            centres[i] = path_centres(scores[j, : frames[j]], [place.get(c, 0) for c in texts[i]])
    with open(out, "w", encoding="utf8") as file:
        json.dump({"hyp": reads, "centre": centres}, file, ensure_ascii=False)


if __name__ == "__main__":
    main()
