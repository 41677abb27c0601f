import { readdirSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readModel } from "../../../../stages/ocr/hannom/model-description.ts";
import { modelFolder } from "../../../../stages/ocr/hannom/model-folder.ts";
import { recognizerOf } from "../../../../stages/ocr/hannom/model-session.ts";

const DESCRIPTION = {
  name: "toy",
  version: "1",
  widthPixels: 32,
  paddingRows: 16,
  rowsPerFrame: 8,
  characters: "characters.txt",
};

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sohoa-model-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

describe("a recognizer's folder", () => {
  test("of this package is read whole, each with weights that start and fit its character table", async () => {
    const names = readdirSync(modelFolder("."));
    expect(names).toContain("hannom-pool");
    for (const name of names) {
      const { model } = await recognizerOf(modelFolder(name));
      expect(model.description.name).toBe(name);
      expect(model.description.calibration).toBeDefined();
      expect(new Set(model.characters).size).toBe(model.characters.length);
    }
  });

  test("that is missing, lacks a part or contradicts itself is told by its place, for a person to mend", async () => {
    const json = JSON.stringify(DESCRIPTION);
    const broken = [
      modelFolder("no-such-model"),
      await folderWith({ "model.json": json }),
      await folderWith({ "model.json": "{", "characters.txt": "大\n" }),
      await folderWith({ "model.json": json, "characters.txt": "大\n\n越\n" }),
      await folderWith({ "model.json": JSON.stringify({ ...DESCRIPTION, characters: "../x" }), "characters.txt": "大\n" }),
    ];
    for (const folder of broken) {
      await expect(readModel(folder)).rejects.toMatchObject({ code: "OCR-MODEL", retry: "person", facts: { folder } });
    }
    const weightless = await folderWith({ "model.json": json, "characters.txt": "大\n", "model.onnx": "not a network" });
    await expect(recognizerOf(weightless)).rejects.toMatchObject({ code: "OCR-MODEL", facts: { folder: weightless } });
  });
});
