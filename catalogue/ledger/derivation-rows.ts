/**
 * Derivations as rows. An item-wide stage reads a list of all pages' artifacts, and several stages read the same list,
 * again after each edit: so a long list is kept once, under the digest of its text, and derivations only name it.
 */
import type { Artifact, Role } from "../../pipeline/artifact.ts";
import { canonicalJson, digestOfText } from "../../pipeline/derive.ts";
import type { Derivation, DerivationInput } from "../../pipeline/ledger-rows.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Rows } from "../database.ts";

const LONGEST_INLINE_LIST = 8;

type PackedArtifact = readonly [digest: string, sizeBytes: number, mediaType: string];
type PackedInput = readonly [name: string, role: Role, artifacts: readonly PackedArtifact[] | string];

/** What a derivation row tells of its work. */
export interface DerivationText {
  readonly key: string;
  readonly stage: string;
  readonly stage_version: number;
  readonly params: string;
  readonly inputs: string;
}

/** Write derivations that are not there yet, with the lists they read. */
export async function keepDerivations(change: Change, derivations: readonly Derivation[]): Promise<void> {
  const lists = new Map<string, string>();
  const rows = derivations.map((derivation) => ({
    key: derivation.key,
    stage: derivation.stage,
    stage_version: derivation.stageVersion,
    params: canonicalJson(derivation.params ?? null),
    inputs: JSON.stringify(derivation.inputs.map((input) => pack(input, lists))),
    outputs: null,
    made_at: null,
  }));
  for (const [digest, artifacts] of lists) {
    await change
      .insertInto("artifact_list")
      .values({ digest, artifacts })
      .onConflict((conflict) => conflict.column("digest").doNothing())
      .execute();
  }
  for (const chunk of chunksOf(rows)) {
    await change
      .insertInto("derivation")
      .values([...chunk])
      .onConflict((conflict) => conflict.column("key").doNothing())
      .execute();
  }
}

/** Read a derivation row back as it was given. */
export async function asDerivation(rows: Rows, row: DerivationText): Promise<Derivation> {
  return {
    key: row.key,
    stage: row.stage,
    stageVersion: row.stage_version,
    params: JSON.parse(row.params),
    inputs: await asInputs(rows, row.inputs),
  };
}

/** Read the inputs of a derivation row. */
export async function asInputs(rows: Rows, text: string): Promise<readonly DerivationInput[]> {
  const inputs: DerivationInput[] = [];
  for (const [name, role, artifacts] of JSON.parse(text) as readonly PackedInput[]) {
    const packed = typeof artifacts === "string" ? await readList(rows, artifacts) : artifacts;
    inputs.push({ name, role, artifacts: packed.map(unpackArtifact) });
  }
  return inputs;
}

function pack(input: DerivationInput, lists: Map<string, string>): PackedInput {
  const artifacts = input.artifacts.map((each): PackedArtifact => [each.digest, each.sizeBytes, each.mediaType]);
  if (artifacts.length <= LONGEST_INLINE_LIST) return [input.name, input.role, artifacts];
  const text = JSON.stringify(artifacts);
  const digest = digestOfText(text);
  lists.set(digest, text);
  return [input.name, input.role, digest];
}

function unpackArtifact([digest, sizeBytes, mediaType]: PackedArtifact): Artifact {
  return { digest, sizeBytes, mediaType };
}

async function readList(rows: Rows, digest: string): Promise<readonly PackedArtifact[]> {
  const row = await rows.selectFrom("artifact_list").select("artifacts").where("digest", "=", digest).executeTakeFirstOrThrow();
  return JSON.parse(row.artifacts) as readonly PackedArtifact[];
}
