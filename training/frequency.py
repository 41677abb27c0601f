"""How often a character is to be drawn when there is no running text: by what Unihan says of its use.

    python frequency.py GLYPHS_DIR characters.json weights.json

Writes the table of the characters that Unihan gives (no pool involved) and that a font has, and their weights.
"""
import bz2
import json
import os
import sys

from glyphs import wanted_of_unihan

FOLDER = os.environ.get("UNIHAN", "/usr/share/unicode")


def field(table, name):
    path = os.path.join(FOLDER, f"{table}.txt.bz2")
    with bz2.open(path, "rt", encoding="utf8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines if line.startswith("U+"))
        return {chr(int(row[0][2:], 16)): row[2] for row in rows if row[1] == name}


def unihan_weights(characters):
    """kFrequency (1 common to 5 seldom, counted in modern Chinese) for prose; kVietnamese for Nom."""
    frequency = field("Unihan_DictionaryLikeData", "kFrequency")
    big5, vietnamese = field("Unihan_OtherMappings", "kBigFive"), field("Unihan_Readings", "kVietnamese")
    weights = []
    for c in characters:
        weight = {"1": 60, "2": 25, "3": 12, "4": 6, "5": 3}.get(frequency.get(c, ""), 0)
        weight += 3 * (big5.get(c, "F") < "C940") + 2 * (c in vietnamese)
        weights.append(max(weight, 0.5) if c else 0)
    return weights


def main():
    folder, table, weights = sys.argv[1:4]
    with open(os.path.join(folder, "glyphs.json")) as file:
        drawn = {index for sheet in json.load(file)["glyphs"] for _, index in sheet}
    with open(os.path.join(folder, "characters.json"), encoding="utf8") as file:
        all_characters = json.load(file)
    has = {all_characters[index] for index in drawn}
    characters = [""] + sorted(wanted_of_unihan() & has)
    with open(table, "w", encoding="utf8") as file:
        json.dump(characters, file, ensure_ascii=False)
    with open(weights, "w") as file:
        json.dump(unihan_weights(characters), file)
    print(len(characters), "classes")


if __name__ == "__main__":
    main()
