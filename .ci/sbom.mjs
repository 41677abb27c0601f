// Bill of materials (CycloneDX 1.5) of what is shipped, from package-lock.json, on stdout. `npm sbom --omit dev` leaves out
// every package that tools of development need too, zod and yaml among them. Same lock file, same bytes: no time stamp.
import { readFileSync } from "node:fs";

const lock = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));
const shipped = Object.entries(lock.packages).filter(([path, entry]) => path !== "" && !entry.dev && !entry.link);
const held = new Set(shipped.map(([path]) => path));

const nameAt = (path) => lock.packages[path].name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
const purl = (path) => `pkg:npm/${nameAt(path).replace("@", "%40")}@${lock.packages[path].version}`;

/** Where Node finds a package that the one at `from` asks for: beside it, else a folder higher. */
function resolvedFrom(from, name) {
  const steps = from.split("/node_modules/");
  for (let depth = from === "" ? 0 : steps.length; depth >= 0; depth -= 1) {
    const base = steps.slice(0, depth).join("/node_modules/");
    const path = `${base === "" ? "" : `${base}/`}node_modules/${name}`;
    if (held.has(path)) return path;
  }
  return undefined;
}

function asked(path) {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = lock.packages[path];
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...(path === "" ? {} : peerDependencies) });
  return [...new Set(names.map((name) => resolvedFrom(path, name)).filter((found) => found !== undefined))].map(purl);
}

function hashes({ integrity }) {
  const found = /^sha512-(.+)$/.exec(integrity ?? "");
  return found ? [{ alg: "SHA-512", content: Buffer.from(found[1], "base64").toString("hex") }] : [];
}

const components = new Map(
  shipped.map(([path, entry]) => [
    purl(path),
    {
      type: "library",
      "bom-ref": purl(path),
      name: nameAt(path),
      version: entry.version,
      scope: entry.optional ? "optional" : "required",
      hashes: hashes(entry),
      licenses: [{ expression: (entry.license ?? "NOASSERTION").replace(/^\((.*)\)$/, "$1") }],
      purl: purl(path),
    },
  ]),
);
const root = lock.packages[""];
const self = `pkg:npm/${root.name}@${root.version}`;
const needs = new Map([[self, asked("")], ...shipped.map(([path]) => [purl(path), asked(path)])]);
const bill = {
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  version: 1,
  metadata: {
    component: {
      type: "application",
      "bom-ref": self,
      name: root.name,
      version: root.version,
      licenses: [{ expression: root.license }],
    },
  },
  components: [...components.values()],
  dependencies: [...needs].map(([ref, dependsOn]) => ({ ref, dependsOn })),
};
process.stdout.write(`${JSON.stringify(bill, null, 2)}\n`);
