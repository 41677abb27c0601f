"""Draw every character of the table in every font that has it: the raw matter of synthetic columns.

    python glyphs.py OUT_DIR [--pool pool.npz]

OUT_DIR/characters.json: the character table, index 0 = blank. With --pool the characters of the pool come first, by falling
count; then those of Unihan that Vietnam gave (kIRG_VSource) or that have a Vietnamese reading (kVietnamese), and the common
ones of Big5 (level 1) for Han prose. Characters that neither the pool nor a font has are left out.
OUT_DIR/glyphs.json: per sheet the list of [font, index]; OUT_DIR/gNNN.png: SIDE x SIDE cells of CELL pixels, black and white (twice the size they are used
at, so that no grey is needed), ink white.

Fonts come from Debian packages (all free): see FONTS. Unihan comes from the package unicode-data.
"""
import argparse
import bz2
import collections
import json
import os
from multiprocessing import Pool

import numpy as np
from fontTools.ttLib import TTCollection, TTFont
from PIL import Image, ImageDraw, ImageFont

CELL = 40
SIDE = 64
ROOT = "/usr/share/fonts"
#: (package, files that complete each other, face in a collection)
FONTS = [
    ("fonts-cns11643-kai", [f"truetype/cns11643/TW-Kai{part}-98_1.ttf" for part in ("", "-Ext-B", "-Plus")], 0),
    ("fonts-cns11643-sung", [f"truetype/cns11643/TW-Sung{part}-98_1.ttf" for part in ("", "-Ext-B", "-Plus")], 0),
    ("fonts-arphic-ukai", ["truetype/arphic/ukai.ttc"], 2),
    ("fonts-arphic-uming", ["truetype/arphic/uming.ttc"], 2),
    ("fonts-noto-cjk", ["opentype/noto/NotoSerifCJK-Regular.ttc"], 3),
    ("fonts-hanazono", ["truetype/hanazono/HanaMinA.ttf", "truetype/hanazono/HanaMinB.ttf"], 0),
    ("fonts-babelstone-han", ["truetype/babelstone/BabelStoneHan.ttf"], 0),
    ("fonts-ipamj-mincho", ["truetype/ipamj/ipamjm.ttf"], 0),
    ("fonts-lxgw-wenkai", ["truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"], 0),
    ("fonts-cwtex-fs", ["truetype/cwtex/cwfs.ttf"], 0),
    ("fonts-klee", ["truetype/klee/KleeOne-SemiBold.ttf"], 0),
    ("fonts-oradano-mincho-gsrr", ["truetype/oradano-mincho/OradanoGSRR.ttf"], 0),
    ("fonts-dejima-mincho", ["truetype/dejima-mincho/dejima-mincho-r227.ttf"], 0),
    ("fonts-yozvox-yozfont", ["truetype/yozvox-yozfont/YOzBN_.ttf"], 0),
]


def unihan(table, field, holds=lambda value: True):
    with bz2.open(f"/usr/share/unicode/{table}.txt.bz2", "rt", encoding="utf8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines if line.startswith("U+"))
        return {chr(int(row[0][2:], 16)) for row in rows if row[1] == field and holds(row[2])}


def wanted_of_unihan():
    vietnamese = unihan("Unihan_IRGSources", "kIRG_VSource") | unihan("Unihan_Readings", "kVietnamese")
    return vietnamese | unihan("Unihan_OtherMappings", "kBigFive", lambda code: code < "C940")


def covered(path, face):
    font = TTCollection(path).fonts[face] if path.endswith(".ttc") else TTFont(path)
    return set(map(chr, font.getBestCmap()))


def draw(job):
    """All wanted characters of one font, as cells; characters the font leaves empty are dropped."""
    number, (_, files, face), wanted = job
    found, cells = [], []
    left = set(wanted)
    for name in files:
        path = os.path.join(ROOT, name)
        if not os.path.exists(path):
            continue
        has = covered(path, face) & left
        font = ImageFont.truetype(path, CELL - 1, index=face)
        for index, character in enumerate(wanted):
            if character not in has:
                continue
            cell = Image.new("L", (CELL, CELL))
            ImageDraw.Draw(cell).text((CELL / 2, CELL / 2), character, font=font, fill=255, anchor="mm")
            pixels = np.asarray(cell)
            if pixels.any():
                found.append((number, index))
                cells.append(pixels)
        left -= has
    return found, cells


def write_sheets(out, found, cells):
    order, sheets = [], []
    for start in range(0, len(cells), SIDE * SIDE):
        part = cells[start : start + SIDE * SIDE]
        sheet = np.zeros((SIDE * CELL, SIDE * CELL), np.uint8)
        for place, cell in enumerate(part):
            y, x = divmod(place, SIDE)
            sheet[y * CELL : (y + 1) * CELL, x * CELL : (x + 1) * CELL] = cell
        name = f"g{start // (SIDE * SIDE):03d}.png"
        Image.fromarray(sheet).point(lambda v: 255 * (v > 110)).convert("1").save(os.path.join(out, name), optimize=True)
        sheets.append(name)
        order.append(found[start : start + SIDE * SIDE])
    with open(os.path.join(out, "glyphs.json"), "w") as file:
        json.dump({"cell": CELL, "side": SIDE, "sheets": sheets, "glyphs": order}, file)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out")
    options.add_argument("--pool")
    args = options.parse_args()
    os.makedirs(args.out, exist_ok=True)
    counts = collections.Counter("".join(map(str, np.load(args.pool)["text"]))) if args.pool else collections.Counter()
    seen = sorted(counts, key=lambda c: (-counts[c], c))
    more = sorted(wanted_of_unihan() - set(seen))
    wanted = seen + more
    with Pool() as pool:
        drawn = pool.map(draw, [(number, font, wanted) for number, font in enumerate(FONTS)], chunksize=1)
    has = {index for found, _ in drawn for _, index in found}
    kept = [index for index in range(len(wanted)) if index < len(seen) or index in has]
    new = {old: place + 1 for place, old in enumerate(kept)}
    found = [(number, new[index]) for part, _ in drawn for number, index in part]
    cells = [cell for _, part in drawn for cell in part]
    write_sheets(args.out, found, cells)
    with open(os.path.join(args.out, "characters.json"), "w", encoding="utf8") as file:
        json.dump([""] + [wanted[index] for index in kept], file, ensure_ascii=False)
    print(len(kept), "characters,", len(seen), "of the pool,", len(cells), "glyphs;", end=" ")
    print("of the pool without any glyph:", sum(1 for index in range(len(seen)) if index not in has))


if __name__ == "__main__":
    main()
