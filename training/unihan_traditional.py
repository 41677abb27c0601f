"""Make hannom/traditional-table.ts: python unihan_traditional.py Unihan_Variants.txt > ../hannom/traditional-table.ts

Unihan_Variants.txt is part of the Unicode Character Database (package: unicode-data). Every simplified character with all the
traditional ones that it may stand for (kTraditionalVariant), itself among them where Unihan says so (后: 后 and 後).
"""
import sys

rows, version = [], ""
with open(sys.argv[1], encoding="utf8") as file:
    for line in file:
        if line.startswith("# Unicode version:"):
            version = line.split(":")[1].strip()
        if not line.startswith("U+"):
            continue
        point, field, values = line.rstrip("\n").split("\t")
        one = chr(int(point[2:], 16))
        forms = [chr(int(value.split("<")[0][2:], 16)) for value in values.split()]
        if field == "kTraditionalVariant" and forms != [one]:
            rows.append(one + "".join(forms))
print(f"""/**
 * Simplified characters, each followed by every traditional one that it may stand for, from the field kTraditionalVariant of
 * the Unihan database (Unicode {version}). Copyright © 1991-2022 Unicode, Inc.; licence: docs/licences/unicode.txt. Made by
 * training/unihan_traditional.py.
 */
export const TRADITIONAL_TABLE =
  "{" ".join(sorted(rows))}";""")
