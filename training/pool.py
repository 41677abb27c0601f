"""The training pool and the sets to measure on, as flat arrays of grey column pictures, 32 pixels wide.

    python pool.py POOL_DIR OUT.npz          labels.tsv + sheets (sNNN.webp)
    python pool.py --eval COLUMNS_DIR OUT.npz   truth.tsv + one picture a column
    python pool.py --pages PAGES_DIR OUT.npz    whole pages with column boxes (text/NAME.columns.tsv)

OUT.npz: px (rows, 32) uint8, off (n + 1) first row of each column, text, doc, page, name.
"""
import argparse
import collections
import glob
import os
from multiprocessing import Pool

import numpy as np
from PIL import Image

WIDTH = 32
#: What the editors of the pool typed for a character they had no code for.
UNTYPED = "?\ufffd"


def scaled(picture):
    """A column picture at the recognizer's width; narrow ones are enlarged smoothly."""
    height = max(16, min(1600, round(picture.height * WIDTH / picture.width)))
    kernel = Image.BICUBIC if picture.width <= WIDTH else Image.LANCZOS
    return np.asarray(picture.resize((WIDTH, height), kernel), np.uint8)


def read_sheet(job):
    path, boxes = job
    sheet = Image.open(path).convert("L")
    return [scaled(sheet.crop((x, 0, x + w, h))) for x, w, h in boxes]


def read_file(job):
    path, box = job
    picture = Image.open(path).convert("L")
    return scaled(picture.crop(box) if box else picture)


def table(path):
    with open(path, encoding="utf8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return rows[1:]


def pool_columns(folder):
    sheets = collections.defaultdict(list)
    for row in table(os.path.join(folder, "labels.tsv")):
        if not any(each in row[8] for each in UNTYPED):
            sheets[row[0]].append(row)
    jobs = [(os.path.join(folder, sheet), [tuple(map(int, row[1:4])) for row in rows]) for sheet, rows in sheets.items()]
    with Pool() as pool:
        pictures = [each for group in pool.map(read_sheet, jobs) for each in group]
    rows = [row for group in sheets.values() for row in group]
    return pictures, [(row[8], row[5], row[6], row[4]) for row in rows]


def truth_columns(folder):
    rows = table(os.path.join(folder, "truth.tsv"))
    with Pool() as pool:
        pictures = pool.map(read_file, [(os.path.join(folder, row[0]), None) for row in rows], chunksize=64)
    return pictures, [(row[1], row[2], row[3], row[0]) for row in rows]


def page_columns(folder):
    jobs, rows = [], []
    for path in sorted(glob.glob(os.path.join(folder, "text", "*.columns.tsv"))):
        name = os.path.basename(path)[: -len(".columns.tsv")]
        picture = glob.glob(os.path.join(folder, "images", name + ".*"))[0]
        for number, row in enumerate(table(path)):
            x, y, w, h = map(float, row[:4])
            jobs.append((picture, (int(x), int(y), int(x + w), int(y + h))))
            rows.append((row[4], name, name, f"{name}_{number}"))
    return [read_file(job) for job in jobs], rows


def save(out, pictures, rows):
    np.savez(
        out,
        px=np.concatenate(pictures),
        off=np.cumsum([0] + [len(each) for each in pictures]),
        text=np.array(["".join(row[0].replace("\ufeff", "").split()) for row in rows]),
        doc=np.array([row[1] for row in rows]),
        page=np.array([row[2] for row in rows]),
        name=np.array([row[3] for row in rows]),
    )
    print(len(pictures), "columns,", sum(len(row[0]) for row in rows), "characters ->", out)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kind = options.add_mutually_exclusive_group()
    kind.add_argument("--eval", action="store_true")
    kind.add_argument("--pages", action="store_true")
    options.add_argument("folder")
    options.add_argument("out")
    args = options.parse_args()
    read = truth_columns if args.eval else page_columns if args.pages else pool_columns
    save(args.out, *read(args.folder))


if __name__ == "__main__":
    main()
