"""Make hannom/readings-table.ts: python unihan_readings.py Unihan_Readings.txt > ../hannom/readings-table.ts

Unihan_Readings.txt is part of the Unicode Character Database (packages: unicode-data). Characters are grouped by reading, so
that the table stays small: "reading characters", one after the other.
"""
import collections
import sys
import unicodedata

by_reading, version = collections.defaultdict(list), ""
with open(sys.argv[1], encoding="utf8") as file:
    for line in file:
        if line.startswith("# Unicode version:"):
            version = line.split(":")[1].strip()
        if line.startswith("#") or "\tkVietnamese\t" not in line:
            continue
        point, _, readings = line.rstrip("\n").split("\t")
        for rank, reading in enumerate(readings.split()):
            by_reading[unicodedata.normalize("NFC", reading)].append((rank, int(point[2:], 16)))
rows = [f"{reading} {''.join(chr(point) for _, point in sorted(found))}" for reading, found in sorted(by_reading.items())]
print(f"""/**
 * Readings in Quốc ngữ and the characters that have them, from the field kVietnamese of the Unihan database (Unicode
 * {version}). Copyright © 1991-2022 Unicode, Inc.; licence: docs/licences/unicode.txt. Made by training/unihan_readings.py.
 */
export const READINGS_TABLE =
  "{";".join(rows)}";""")
