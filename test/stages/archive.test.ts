import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkBag } from "../../formats/bagit/check.ts";
import { readTar } from "../../formats/tar.ts";
import { childrenOf, type ReadElement, readXml, textOf } from "../../formats/xml-read.ts";
import { digestOfText } from "../../pipeline/derive.ts";
import type { ItemHistory } from "../../pipeline/item-history.ts";
import type { EventRow } from "../../pipeline/ledger-rows.ts";
import type { InputFile } from "../../pipeline/stage.ts";
import { archive } from "../../stages/archive.ts";
import { asInput, SAMPLE_PAGES, SAMPLE_RECORD, sampleStructure, verticalLayer } from "../fixtures/item-inputs.ts";
import { SCHEMAS } from "../fixtures/material.ts";
import { hasTool, runTool } from "../fixtures/tools.ts";
import { TOY_PROFILE } from "../fixtures/toy-house.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "archive-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SAID = { phienAm: "Trăm năm trong cõi người ta", translation: "Một trăm năm", note: "Chữ <mờ> & nhòe" };

/** Receptions, one run of the reader with its parameters, a person's verdict, and two looks at a master's bytes. */
function sampleHistory(masters: readonly InputFile[], machine: readonly InputFile[]): ItemHistory {
  const structure = sampleStructure(SAMPLE_PAGES.length);
  const asArtifact = ({ digest, sizeBytes, mediaType }: InputFile) => ({ digest, sizeBytes, mediaType });
  const common = { itemId: "AB.123", stageVersion: 1, agent: "sohoa 1.0.0", startedAt: "2026-01-01T08:00:00.000Z" };
  const events = masters.flatMap((master, at): EventRow[] => {
    const subject = structure.pages[at]?.id ?? "";
    const ended = `2026-01-01T08:0${at}:30.000Z`;
    const text = machine[at];
    const received = {
      ...common,
      stage: "ingest",
      subject,
      derivation: digestOfText(`in ${at}`),
      endedAt: ended,
      outcome: "received" as const,
    };
    const read = { ...received, stage: "ocr", stageVersion: 3, derivation: digestOfText(`ocr ${at}`), outcome: "made" as const };
    return [
      { ...received, inputs: [], outputs: [{ role: "image/master", artifact: asArtifact(master) }], params: {} },
      {
        ...read,
        inputs: [{ name: "master", role: "image/master", artifacts: [asArtifact(master)] }],
        outputs: text ? [{ role: "text/machine", artifact: asArtifact(text) }] : [],
        params: { engine: "hannom", languages: ["vi-Hani"] },
      },
    ];
  });
  const [first] = masters;
  const master = first?.digest ?? "";
  const atRest = { digest: master, agent: "sohoa", detail: "from copy2, which was verified first" };
  return {
    v: 1,
    item: { id: "AB.123", shelfmark: "AB.123", profile: TOY_PROFILE, version: 1 },
    batches: [],
    pages: [],
    current: [],
    rejections: {},
    structure,
    events,
    verdicts: [
      {
        subject: structure.pages[0]?.id ?? "",
        master,
        verdict: "accept",
        reason: "FOCUS",
        note: "Đã xem <lại>",
        itemId: "AB.123",
        ordinal: 1,
        agent: "Lan",
        judgedAt: "2026-01-02T08:00:00.000Z",
      },
    ],
    acts: [
      { ...atRest, act: "replication", copy: "copy2", at: "2026-02-01T00:00:00.000Z" },
      { ...atRest, act: "quarantine", copy: "store", at: "2026-05-02T00:00:00.000Z" },
      { ...atRest, act: "recovery", copy: "store", at: "2026-05-02T00:00:01.000Z" },
    ],
    fixity: [
      { digest: master, outcome: "match", checkedAt: "2026-02-01T00:00:00.000Z" },
      { digest: master, outcome: "mismatch", checkedAt: "2026-05-01T00:00:00.000Z" },
    ],
  };
}

let runs = 0;
async function packed(change: (masters: InputFile[]) => void = () => undefined): Promise<string> {
  const place = join(folder, String(runs++));
  const [masters, quality, cleanup, machine, best]: [InputFile[], InputFile[], InputFile[], InputFile[], InputFile[]] = [
    [],
    [],
    [],
    [],
    [],
  ];
  for (const [at, columns] of SAMPLE_PAGES.entries()) {
    masters.push(await asInput(place, "image/master", `m${at}`, Buffer.alloc(200_000 + at, at + 1)));
    quality.push(await asInput(place, "report/quality", `q${at}`, "{}"));
    cleanup.push(await asInput(place, "report/cleanup", `r${at}`, "{}"));
    const layer = await asInput(place, "text/machine", `t${at}`, JSON.stringify(verticalLayer(columns)));
    const corrected = verticalLayer(columns, {
      status: "reviewed",
      lines: verticalLayer(columns).lines.map((line) => ({ ...line, ...SAID })),
    });
    machine.push(layer);
    best.push(at === 0 ? await asInput(place, "text/reviewed", `b${at}`, JSON.stringify(corrected)) : layer);
  }
  change(masters);
  await mkdir(join(place, "scratch"));
  const aip = join(place, "output");
  await archive.run({
    inputs: {
      structure: await asInput(place, "item/structure", "structure", JSON.stringify(sampleStructure(SAMPLE_PAGES.length))),
      record: await asInput(place, "record", "record", JSON.stringify(SAMPLE_RECORD)),
      manifest: await asInput(
        place,
        "iiif/manifest",
        "manifest",
        JSON.stringify({ id: "https://so.thuvien.vn/iiif/3/items/AB.123/manifest" }),
      ),
      history: await asInput(place, "item/history", "history", JSON.stringify(sampleHistory(masters, machine))),
      masters,
      quality,
      cleanup,
      machine,
      best,
    },
    outputs: { aip },
    scratch: join(place, "scratch"),
    params: {},
    signal: new AbortController().signal,
  });
  return aip;
}

describe("the archival package", () => {
  test("is one valid bag with masters, ALTO, text, record, manifest and reports", async () => {
    const path = await packed();
    const report = await checkBag(path);
    expect(report.problems).toEqual([]);
    expect(report.isValid).toBe(true);
    // Four of the item, mods, dc, premis and mets; seven of each page and four more of the corrected one.
    expect(report.payloadFiles).toBe(8 + 7 * SAMPLE_PAGES.length + 4);
    const names: string[] = [];
    for await (const { name } of readTar(path)) names.push(name);
    expect(names).toContain("AB.123-v2/data/masters/0001-To_so_1_.tif");
    expect(names).toContain("AB.123-v2/data/alto/machine/0003.xml");
    expect(names).toContain("AB.123-v2/data/alto/reviewed/0001.xml");
    expect(names).not.toContain("AB.123-v2/data/alto/reviewed/0002.xml");
    expect(names).toContain("AB.123-v2/data/page/reviewed/0001.xml");
    expect(names).toContain("AB.123-v2/data/text/machine/0002.txt");
    for (const name of ["mets.xml", "premis.xml", "mods.xml", "dc.xml", "history.json", "structure.json"])
      expect(names).toContain(`AB.123-v2/data/${name}`);
    expect(names).toContain("AB.123-v2/data/record.json");
    expect(names).toContain("AB.123-v2/data/iiif-manifest.json");
    expect(names).toContain("AB.123-v2/data/reports/quality/0001.json");
  });

  test("is the same bytes in two runs", async () => {
    const [one, other] = [await readFile(await packed()), await readFile(await packed())];
    expect(one.equals(other)).toBe(true);
  });

  test.skipIf(!hasTool("xmllint") || !hasTool("tar") || SCHEMAS === undefined)(
    "holds METS, PREMIS, MODS, Dublin Core, ALTO and PAGE that are valid against their schemas, and a planted fault is seen",
    async () => {
      const place = join(folder, "valid");
      await mkdir(place);
      runTool("tar", "-xf", await packed(), "-C", place);
      const data = join(place, "AB.123-v2/data");
      const lint = (schema: string, ...paths: string[]) =>
        runTool(
          "env",
          `XML_CATALOG_FILES=${SCHEMAS}/catalog.xml`,
          "xmllint",
          "--nonet",
          "--noout",
          "--schema",
          `${SCHEMAS}/${schema}`,
          ...paths,
        );
      const standard = [
        "mets.xml",
        "premis.xml",
        "mods.xml",
        "alto/machine/0001.xml",
        "alto/reviewed/0001.xml",
        "alto/machine/0003.xml",
      ];
      lint("all.xsd", ...standard.map((name) => join(data, name)));
      lint("oai/oai_dc.xsd", join(data, "dc.xml"));
      const pages = ["page/machine/0001.xml", "page/reviewed/0001.xml", "page/machine/0003.xml"].map((name) => join(data, name));
      lint("page/pagecontent.xsd", ...pages);
      for (const [name, schema, from, to] of [
        ["premis.xml", "all.xsd", "<premis:eventType>", "<premis:eventKind>"],
        ["page/machine/0001.xml", "page/pagecontent.xsd", "<TextRegion", "<TextRegoin"],
      ] as const) {
        const bad = join(place, "bad.xml");
        const text = await readFile(join(data, name), "utf8");
        await writeFile(bad, text.replaceAll(from, to).replaceAll(from.replace("<", "</"), to.replace("<", "</")));
        expect(() => lint(schema, bad)).toThrow();
      }
    },
    60_000,
  );

  test("tells in METS of every other file of the package, with its digest", async () => {
    const { files, texts } = await unpacked(await packed());
    const listed = new Map(all(texts.get("mets.xml") ?? "", "file").map((file) => [hrefOf(file), file.attributes["CHECKSUM"]]));
    expect([...listed.keys()].sort()).toEqual([...files.keys()].filter((name) => name !== "mets.xml").sort());
    expect([...listed]).toEqual([...listed.keys()].map((name) => [name, files.get(name)]));
  });

  test("tells in PREMIS of every event with step, version, parameters and person, and leaves no identifier unresolved", async () => {
    const { texts } = await unpacked(await packed());
    const premis = texts.get("premis.xml") ?? "";
    const events = all(premis, "event");
    const types = events.map((event) => textOf(childrenOf(event, "eventType")[0] as ReadElement));
    expect(types).toEqual([
      ...SAMPLE_PAGES.flatMap(() => ["ingestion", "creation"]),
      "quality review",
      "fixity check",
      "fixity check",
      "replication",
      "quarantine",
      "recovery",
    ]);
    const details = events.map((event) => textOf(childrenOf(event, "eventDetailInformation")[0] as ReadElement));
    expect(details[1]).toContain('ocr 3 of p000000000001; parameters {"engine":"hannom","languages":["vi-Hani"]}');
    const objects = new Set(all(premis, "objectIdentifierValue").map(textOf));
    const agents = new Set(all(premis, "agentIdentifierValue").map(textOf));
    expect(agents).toEqual(
      new Set(["software:sohoa 1.0.0", "software:ingest 1", "software:ocr 3", "person:Lan", "software:sohoa"]),
    );
    expect(
      all(premis, "linkingObjectIdentifierValue")
        .map(textOf)
        .filter((value) => !objects.has(value)),
    ).toEqual([]);
    expect(
      all(premis, "linkingAgentIdentifierValue")
        .map(textOf)
        .filter((value) => !agents.has(value)),
    ).toEqual([]);
    const outcomes = all(premis, "eventOutcome").map(textOf);
    expect(outcomes.filter((outcome) => outcome === "fail")).toHaveLength(1);
  });

  test.skipIf(!hasTool("tar"))("unpacks with tar, and its digests agree with sha256sum", async () => {
    const place = join(folder, "unpacked");
    await mkdir(place);
    runTool("tar", "-xf", await packed(), "-C", place);
    expect(runTool("sh", "-c", `cd ${place}/AB.123-v2 && sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt`)).not.toContain(
      "FAILED",
    );
    expect((await checkBag(join(place, "AB.123-v2"))).isValid).toBe(true);
  });

  test("is found to be invalid when one byte of a master has changed", async () => {
    const path = await packed();
    const bytes = await readFile(path);
    const at = bytes.indexOf(Buffer.alloc(1000, 1));
    bytes[at + 500] = 0xee;
    await writeFile(path, bytes);
    const { problems, isValid } = await checkBag(path);
    expect(isValid).toBe(false);
    expect(problems.map(({ code }) => code)).toEqual(["BAG-DIGEST"]);
  });

  test("is refused when a master is not what the catalogue says", async () => {
    const lie = packed((masters) => {
      const first = masters[0];
      if (first !== undefined) masters[0] = { ...first, digest: "f".repeat(64) };
    });
    await expect(lie).rejects.toMatchObject({ code: "ARC-CHANGED", exit: "integrity" });
  });

  test("is refused when a master is shorter or longer than the catalogue says", async () => {
    for (const difference of [-1, 1]) {
      const lie = packed((masters) => {
        const first = masters[0];
        if (first !== undefined) masters[0] = { ...first, sizeBytes: first.sizeBytes + difference };
      });
      await expect(lie).rejects.toMatchObject({ code: "ARC-SIZE" });
    }
  });

  test("is refused when a page has no master", async () => {
    await expect(packed((masters) => masters.pop())).rejects.toMatchObject({ code: "ARC-PAGES" });
  });
});

/** Digests of the payload, and the texts of its XML files. */
async function unpacked(path: string) {
  const files = new Map<string, string>();
  const texts = new Map<string, string>();
  for await (const { name, content } of readTar(path)) {
    const chunks: Buffer[] = [];
    for await (const chunk of content) chunks.push(chunk);
    const inside = /^[^/]+\/data\/(.+)$/.exec(name)?.[1];
    if (inside === undefined) continue;
    files.set(inside, createHash("sha256").update(Buffer.concat(chunks)).digest("hex"));
    if (inside.endsWith(".xml")) texts.set(inside, Buffer.concat(chunks).toString("utf8"));
  }
  return { files, texts };
}

function all(xml: string, name: string): readonly ReadElement[] {
  const { root } = readXml(xml);
  const below = (element: ReadElement): readonly ReadElement[] =>
    element.children.flatMap((child) =>
      typeof child === "string" ? [] : [...(child.name === name ? [child] : []), ...below(child)],
    );
  return root ? below(root) : [];
}

function hrefOf(file: ReadElement): string {
  return childrenOf(file, "FLocat")[0]?.attributes["xlink:href"] ?? "";
}
