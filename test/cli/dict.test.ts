import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";

let folder: Awaited<ReturnType<typeof temporaryHome>>;
beforeAll(async () => {
  folder = await temporaryHome();
});
afterAll(() => folder.remove());

test("a dictionary is taken in, listed and removed, and every row of it is accounted for", async () => {
  const file = join(folder.home, "từ điển.dict.yaml");
  await writeFile(file, "---\nname: hannom\n...\n𠊛\tnguwowif\n𠊛\tnguwowif\n𢆥\tnăm\n中\t中国\n");
  const home = ["--home", folder.home, "--json"];
  const taken = (await sohoa(["dict", "import", file, ...home])).envelope;
  expect(taken).toMatchObject({ exit: 3, counts: { rows: 4, taken: 2, repeated: 1, rejected: 1 }, data: { name: "hannom" } });
  expect((await sohoa(["dict", "list", ...home])).envelope.data).toEqual({ dictionaries: [{ name: "hannom", readings: 2 }] });
  expect((await sohoa(["dict", "remove", "hannom", ...home])).envelope.exit).toBe(0);
  const again = (await sohoa(["dict", "remove", "hannom", ...home])).envelope;
  expect(again.errors[0]?.code).toBe("DICT-UNKNOWN");
});

test("what is no dictionary, or would be written elsewhere, is refused and nothing is written", async () => {
  const home = ["--home", folder.home, "--json"];
  const other = join(folder.home, "other.yaml");
  await writeFile(other, Buffer.from([0xff, 0xfe, 0x00, 0x41]));
  expect((await sohoa(["dict", "import", other, ...home])).envelope).toMatchObject({ exit: 4, errors: [{ code: "DICT-FILE" }] });
  await writeFile(other, "---\nname: x\n...\n𠊛\tngười\n");
  const outside = (await sohoa(["dict", "import", other, "--name", "../x", ...home])).envelope;
  expect(outside.errors[0]?.code).toBe("DICT-NAME");
  expect((await sohoa(["dict", "list", ...home])).envelope.data).toEqual({ dictionaries: [] });
});
