/** The inventory of an OCFL object (OCFL 1.1, section 3.5), as a value and as text. */

/** Specification versions that are read; the last one is written. */
export const SPEC_VERSIONS = ["1.0", "1.1"] as const;

/** The value of `type`. */
export function inventoryType(specVersion: string): string {
  return `https://ocfl.io/${specVersion}/spec/#inventory`;
}

/** One version of an object. */
export interface OcflVersion {
  /** RFC 3339, with time zone. */
  readonly created: string;
  /** Logical paths by digest. */
  readonly state: Readonly<Record<string, readonly string[]>>;
  readonly message?: string;
  readonly user?: { readonly name: string; readonly address?: string };
}

/** An inventory that was found to be valid, or is being written. */
export interface Inventory {
  readonly id: string;
  readonly type: string;
  readonly digestAlgorithm: "sha512" | "sha256";
  /** The newest version, such as v3. */
  readonly head: string;
  readonly contentDirectory?: string;
  /** Content paths by digest: where each file was stored first. */
  readonly manifest: Readonly<Record<string, readonly string[]>>;
  /** By name: v1, v2 … */
  readonly versions: Readonly<Record<string, OcflVersion>>;
  /** Further digests, by algorithm and digest. */
  readonly fixity?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** The names of versions in order of their numbers. */
export function versionNames({ versions }: Pick<Inventory, "versions">): readonly string[] {
  return Object.keys(versions).sort((one, other) => numberOf(one) - numberOf(other));
}

/** The number in a version's name. */
export function numberOf(versionName: string): number {
  return Number(versionName.slice(1));
}

/** The inventory as it is stored: one member a line, in an order that is the same every time. */
export function inventoryText(inventory: Inventory): string {
  const { id, type, digestAlgorithm, head, manifest, versions, fixity } = inventory;
  const inOrder = versionNames(inventory).map((name) => [
    name,
    { ...versions[name], state: sorted(versions[name]?.state ?? {}) },
  ]);
  const further = Object.fromEntries(Object.entries(fixity ?? {}).map(([algorithm, block]) => [algorithm, sorted(block)]));
  const value = {
    id,
    type,
    digestAlgorithm,
    head,
    manifest: sorted(manifest),
    versions: Object.fromEntries(inOrder),
    ...(fixity === undefined ? {} : { fixity: further }),
  };
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** The text of the file beside an inventory. */
export function sidecarText(digest: string): string {
  return `${digest} inventory.json\n`;
}

function sorted(block: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, readonly string[]>> {
  const entries = Object.entries(block).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([digest, paths]) => [digest, [...paths].sort()]));
}
