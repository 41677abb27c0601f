"""Make hannom/input-aid/radical-strokes-table.ts: python radical_strokes.py Unihan_IRGSources.txt > ../hannom/input-aid/radical-strokes-table.ts

Unihan_IRGSources.txt is part of the Unicode Character Database (packages: unicode-data). Blocks are ordered by radical and
strokes, so the table holds runs: "first code point, then radical.strokes*count and so on", numbers in base 36.
"""
import sys


def base36(number):
    digits = ""
    while True:
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36] + digits
        number //= 36
        if number == 0:
            return digits


version, found = "", {}
with open(sys.argv[1], encoding="utf8") as file:
    for line in file:
        if line.startswith("# Unicode version:"):
            version = line.split(":")[1].strip()
        if not line.startswith("#") and "\tkRSUnicode\t" in line:
            point, _, value = line.split("\t")
            radical, strokes = value.split()[0].split(".")
            found[int(point[2:], 16)] = (int(radical.rstrip("'")), max(0, int(strokes)))
runs, before = [], None
for point, value in sorted(found.items()):
    if point - 1 != before:
        runs.append([base36(point)])
    if len(runs[-1]) > 1 and runs[-1][-1][0] == value:
        runs[-1][-1][1] += 1
    else:
        runs[-1].append([value, 1])
    before = point
text = ";".join(
    " ".join([run[0]] + [f"{base36(r)}.{base36(s)}" + (f"*{base36(n)}" if n > 1 else "") for (r, s), n in run[1:]]) for run in runs
)
print(f"""/**
 * Radicals (1 to 214, the number of Khang Hy) and strokes beside them, from the field kRSUnicode of the Unihan database (Unicode
 * {version}), of several values the first. Copyright © 1991-2022 Unicode, Inc.; licence: docs/licences/unicode.txt. Made by
 * training/radical_strokes.py: runs of code points, each "first code point" and then "radical.strokes*count", in base 36.
 */
export const RADICAL_STROKES_TABLE =
  "{text}";""")
