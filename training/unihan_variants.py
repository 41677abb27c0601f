"""Make hannom/variants-table.ts: python unihan_variants.py Unihan_Variants.txt > ../hannom/variants-table.ts

Unihan_Variants.txt is part of the Unicode Character Database (package: unicode-data). Characters that Unihan calls variants of
each other in form (kZVariant, kSemanticVariant, kSimplifiedVariant, kTraditionalVariant) fall into one group. A simplified form
that stands for several traditional ones (发 for 發 and 髮) joins none of them: folding must not make two words one.
"""
import collections
import sys

FORM = ("kZVariant", "kSemanticVariant")
pairs, simplified, version = [], collections.defaultdict(set), ""
with open(sys.argv[1], encoding="utf8") as file:
    for line in file:
        if line.startswith("# Unicode version:"):
            version = line.split(":")[1].strip()
        if not line.startswith("U+"):
            continue
        point, field, values = line.rstrip("\n").split("\t")
        one = chr(int(point[2:], 16))
        others = [chr(int(value.split("<")[0][2:], 16)) for value in values.split()]
        if field in FORM:
            pairs += [(one, other) for other in others]
        if field == "kTraditionalVariant":
            simplified[one] |= set(others) - {one}
            if one in others:
                simplified[one].add(one)
pairs += [(one, next(iter(others))) for one, others in simplified.items() if len(others) == 1]

head = {}


def root(c):
    while head.get(c, c) != c:
        c = head[c]
    return c


for a, b in sorted(pairs):
    head.setdefault(a, a)
    head.setdefault(b, b)
    low, high = sorted((root(a), root(b)))
    head[high] = low
groups = collections.defaultdict(list)
for c in sorted(head):
    groups[root(c)].append(c)
rows = ["".join(group) for _, group in sorted(groups.items()) if len(group) > 1]
print(max(map(len, rows)), len(rows), sorted(rows, key=len)[-4:], file=sys.stderr)
print(f"""/**
 * Groups of characters that differ in form only, from the fields kZVariant, kSemanticVariant and kTraditionalVariant of the
 * Unihan database (Unicode {version}). Copyright © 1991-2022 Unicode, Inc.; licence: docs/licences/unicode.txt. Made by
 * training/unihan_variants.py.
 */
export const VARIANTS_TABLE =
  "{" ".join(rows)}";""")
