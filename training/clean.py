"""Find wrong labels of the pool with a first model's readings.

    python clean.py pool.npz read.json OUT.json

read.json (of read.py): per column the greedy reading and, per character of the label, the row it was seen at. Within a page
a text may stand at the wrong column (rotated pages were found); such texts are put where they are read. A column whose label
still disagrees with its reading in more than 60 % of the characters is left out.
OUT.json: per column the text (null: left out) and the rows of its characters (null: unknown, evenly spaced).
"""
import collections
import json
import sys

import numpy as np

from ctc import distance

WORST = 0.6


def rate(read, text):
    return distance(text, read) / max(1, len(text))


def rearranged(reads, texts):
    """Texts of a page in the order they were read in, or None when that is the order they already have."""
    bad = [k for k, (read, text) in enumerate(zip(reads, texts)) if rate(read, text) > WORST and len(text) > 3]
    if len(bad) < 2:
        return None
    pairs = sorted((rate(reads[i], texts[j]), i, j) for i in bad for j in bad)
    order, used = {}, set()
    for error, i, j in pairs:
        if error < WORST and i not in order and j not in used:
            order[i] = j
            used.add(j)
    if all(i == j for i, j in order.items()):
        return None
    return {i: order.get(i) for i in bad}


def main():
    pool, read, out = sys.argv[1:4]
    data = np.load(pool)
    texts, pages = [str(t) for t in data["text"]], [f"{d}/{p}" for d, p in zip(data["doc"], data["page"])]
    with open(read, encoding="utf8") as file:
        seen = json.load(file)
    centres = [each if len(each) == len(text) and min(each, default=-1) >= 0 else None for each, text in zip(seen["centre"], texts)]
    groups = collections.defaultdict(list)
    for index, page in enumerate(pages):
        groups[page].append(index)
    result = list(texts)
    moved = 0
    for members in groups.values():
        order = rearranged([seen["hyp"][i] for i in members], [texts[i] for i in members])
        for k, source in (order or {}).items():
            if source != k:
                result[members[k]] = None if source is None else texts[members[source]]
                centres[members[k]] = None
                moved += source is not None
    dropped = 0
    for index, text in enumerate(result):
        if text is not None and len(text) > 1 and rate(seen["hyp"][index], text) > WORST:
            result[index] = None
    dropped = sum(text is None for text in result)
    with open(out, "w", encoding="utf8") as file:
        json.dump({"text": result, "centre": centres}, file, ensure_ascii=False)
    print(moved, "texts put at another column of their page,", dropped, "columns left out of", len(texts))


if __name__ == "__main__":
    main()
