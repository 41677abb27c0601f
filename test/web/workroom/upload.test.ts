import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ServiceError } from "../../../pipeline/errors.ts";
import { recordOf } from "../../fixtures/book.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { type ApiBrowser, openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

let site: WorkroomSite;
let technician: ApiBrowser;
let pictures: readonly Buffer[];

beforeAll(async () => {
  site = await openWorkroomSite();
  technician = await site.as("technician");
  pictures = await Promise.all([0, 1, 2].map((seed) => jpeg(300, 420, seed)));
  const closed = recordOf({ access: "restricted", shelfmark: "KIN.1", divisions: [] });
  await site.add({ item: "KIN.1", pages: [{ picture: await testPicture(300, 420) }], firstPage: 500, record: closed });
});
afterAll(() => site?.close());

async function jpeg(width: number, height: number, seed: number): Promise<Buffer> {
  return await sharp(await testPicture(width, height, seed))
    .withMetadata({ density: 300 })
    .jpeg()
    .toBuffer();
}

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly list: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly code?: string;
    readonly receivedBytes: number;
  }[];
  readonly failure: { readonly code: string } | null;
  readonly outcome: {
    readonly counts: Readonly<Record<"found" | "added" | "replaced" | "known" | "rejected", number>>;
    readonly rejected: readonly { readonly name: string; readonly code: string; readonly message: string }[];
    readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  } | null;
}

type Named = readonly (readonly [name: string, bytes: Buffer])[];

const announced = (files: Named) => files.map(([name, { length }]) => ({ name, sizeBytes: length }));
const digestOf = (bytes: Buffer) => `sha-256=:${createHash("sha256").update(bytes).digest("base64")}:`;
const codeOf = (body: unknown) => (body as { readonly error?: { readonly code?: string } }).error?.code;

async function open(folder: string, files: Named, as = technician): Promise<Shown> {
  const { status, body } = await as.send("POST", "/api/uploads", { folder, files: announced(files) });
  expect(status, JSON.stringify(body)).toBe(201);
  return body as Shown;
}

interface Piece {
  readonly from?: number;
  readonly to?: number;
  readonly total?: number;
  readonly digest?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

async function put(upload: string, file: number | string, bytes: Buffer, piece: Piece = {}, as = technician) {
  const { from = 0, to = bytes.length, total = bytes.length, digest = digestOf(bytes), headers = {} } = piece;
  const me = (await as.get("/api/me")).body as { readonly token: string };
  const reply = await site.server.inject({
    method: "PUT",
    url: `/api/uploads/${upload}/files/${file}`,
    payload: bytes.subarray(from, to),
    headers: {
      cookie: as.cookieHeader,
      "x-sohoa-token": me.token,
      "content-type": "application/octet-stream",
      "content-range": `bytes ${from}-${to - 1}/${total}`,
      ...(digest !== null && { "repr-digest": digest }),
      ...headers,
    },
  });
  return { status: reply.statusCode, body: reply.json() as Record<string, unknown> };
}

async function finish(id: string, as = technician): Promise<Shown> {
  expect((await as.send("POST", `/api/uploads/${id}/finish`)).status).toBe(202);
  for (;;) {
    const shown = (await as.get(`/api/uploads/${id}`)).body as Shown;
    if (shown.state === "done" || shown.failure) return shown;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const uploadsOf = async (as = technician) =>
  ((await as.get("/api/uploads")).body as { readonly uploads: readonly Shown[] }).uploads.map(({ id }) => id);

describe("an upload", () => {
  test("takes in what came and tells of every file what became of it", async () => {
    const files: Named = [
      ["0001.jpg", pictures[0] as Buffer],
      ["0002.jpg", pictures[1] as Buffer],
      ["0003.jpg", Buffer.from("no picture at all")],
      ["Thumbs.db", Buffer.from("litter")],
      ["0004.jpg", Buffer.alloc(0)],
      ["ghi chú.txt", Buffer.from("a note")],
    ];
    const { id, list } = await open("HN.1", files);
    expect(list.map(({ verdict }) => verdict)).toEqual(["send", "send", "send", "skip", "reject", "send"]);
    for (const [at, [, bytes]] of files.entries()) {
      if (list[at]?.verdict === "send") expect((await put(id, at, bytes)).body).toMatchObject({ isWhole: true });
    }
    const { outcome } = await finish(id);
    expect(outcome?.counts).toMatchObject({ found: 4, added: 2, replaced: 0, known: 0, rejected: 2 });
    expect(outcome?.rejected.map(({ name, code }) => [name, code]).toSorted()).toEqual([
      ["0003.jpg", "IMG-FORMAT"],
      ["0004.jpg", "IMG-EMPTY"],
    ]);
    expect(outcome?.skipped.map(({ name }) => name).toSorted()).toEqual(["Thumbs.db", "ghi chú.txt"]);
    const { ledger } = site.catalogue;
    expect((await ledger.pages("HN.1")).map(({ sourceName }) => sourceName)).toEqual(["0001.jpg", "0002.jpg"]);
    expect((await ledger.rejections("HN.1")).map(({ sourcePath }) => sourcePath)).toEqual(["HN.1/0003.jpg", "HN.1/0004.jpg"]);
    const master = await ledger.current((await ledger.pages("HN.1"))[0]?.id ?? "", "image/master");
    expect(master?.digest).toBe(
      createHash("sha256")
        .update(pictures[0] as Buffer)
        .digest("hex"),
    );
    expect((await readdir(join(site.workroom.home, "uploads", id))).toSorted(), "no bytes left behind").toEqual(["upload.json"]);
  });

  test("of a folder that is there already takes nothing twice", async () => {
    const files: Named = [
      ["0001.jpg", pictures[0] as Buffer],
      ["0005.jpg", pictures[2] as Buffer],
    ];
    const { id } = await open("HN.1", files);
    for (const [at, [, bytes]] of files.entries()) await put(id, at, bytes);
    const { outcome } = await finish(id);
    expect(outcome?.counts).toMatchObject({ found: 2, added: 1, known: 1, rejected: 0 });
    const entries = await site.catalogue.users.auditEntries({ limit: 1000, after: 0 });
    const delivered = entries.filter(({ action }) => action === "batch-delivered");
    expect(delivered.map(({ actor, subject, facts }) => [actor, subject, facts["found"]])).toEqual([
      ["technician", "HN.1", "4"],
      ["technician", "HN.1", "2"],
    ]);
  });

  test("goes on where it broke off, and proves the whole at the end", async () => {
    const [bytes] = pictures as readonly [Buffer];
    const { id } = await open("HN.2", [["0001.jpg", bytes]]);
    const third = Math.floor(bytes.length / 3);
    expect((await put(id, 0, bytes, { to: third, digest: null })).body).toEqual({ receivedBytes: third, isWhole: false });
    const again = await put(id, 0, bytes, { to: third, digest: null });
    expect([again.status, codeOf(again.body), again.body["receivedBytes"]]).toEqual([409, "UPLOAD-OFFSET", third]);
    expect((await put(id, 0, bytes, { from: third + 1 })).status).toBe(409);
    const early = await technician.send("POST", `/api/uploads/${id}/finish`);
    expect([early.status, codeOf(early.body)]).toEqual([409, "UPLOAD-INCOMPLETE"]);
    expect((await put(id, 0, bytes, { from: third })).body).toEqual({ receivedBytes: bytes.length, isWhole: true });
    expect((await put(id, 0, bytes)).body, "once more is no harm").toMatchObject({ isWhole: true });
    expect((await finish(id)).outcome?.counts).toMatchObject({ found: 1, added: 1 });
  });

  test("whose bytes changed on the way is refused, and begins that file again", async () => {
    const [bytes] = pictures as readonly [Buffer];
    const { id } = await open("HN.3", [["0001.jpg", bytes]]);
    const broken = Buffer.from(bytes);
    broken.writeUInt8((broken.readUInt8(40) + 1) % 256, 40);
    const reply = await put(id, 0, broken, { digest: digestOf(bytes) });
    expect([reply.status, codeOf(reply.body), reply.body["receivedBytes"]]).toEqual([422, "UPLOAD-CHECKSUM", 0]);
    expect((await put(id, 0, bytes, { digest: null })).status, "never without proof").toBe(422);
    expect((await put(id, 0, bytes)).body).toMatchObject({ isWhole: true });
  });

  test("may be dropped with everything that came, and no batch comes of it", async () => {
    const { id } = await open("HN.4", [["0001.jpg", pictures[0] as Buffer]]);
    await put(id, 0, pictures[0] as Buffer);
    expect((await technician.send("DELETE", `/api/uploads/${id}`)).status).toBe(204);
    expect(await uploadsOf()).not.toContain(id);
    expect(await site.catalogue.ledger.item("HN.4")).toBeUndefined();
    expect(await readdir(join(site.workroom.home, "uploads"))).not.toContain(id);
  });

  test("of which a file vanished on the server is not taken in before that file is there", async () => {
    const { id } = await open("HN.5", [["0001.jpg", pictures[0] as Buffer]]);
    await put(id, 0, pictures[0] as Buffer);
    const place = join(site.workroom.home, "uploads", id, "batch", "0001.jpg");
    const kept = await readFile(place);
    await rm(place);
    expect((await technician.send("POST", `/api/uploads/${id}/finish`)).status, "what vanished is missing").toBe(409);
    await writeFile(place, kept);
    expect((await finish(id)).outcome?.counts).toMatchObject({ found: 1, added: 1 });
  });
});

describe("an upload that cannot be taken in", () => {
  test("says why, keeps what came, and is taken in when it is tried again", async () => {
    const { id } = await open("HN.14", [["0001.jpg", pictures[0] as Buffer]]);
    await put(id, 0, pictures[0] as Buffer);
    const { deliveries } = site.workroom;
    const { take } = deliveries;
    const away = async () => {
      throw new ServiceError({ code: "SVC-STORE", facts: { action: "put", detail: "away" } });
    };
    Object.assign(deliveries, { take: away });
    expect((await finish(id)).failure).toMatchObject({ code: "SVC-STORE" });
    Object.assign(deliveries, { take });
    expect((await finish(id)).outcome?.counts).toMatchObject({ found: 1, added: 1 });
  });
});

describe("hostile uploads", () => {
  test("with names that lead elsewhere or deceive write nothing outside and are counted as rejected", async () => {
    const names = [
      "../../etc/passwd.jpg",
      "..",
      "/etc/passwd.jpg",
      "a\\b.jpg",
      "a\u0000.jpg",
      "a\nb.jpg",
      "\u001b[31mred.jpg",
      "a\u202egpj.exe",
      "lone\ud800.jpg",
      `${"x".repeat(252)}.jpg`,
      "a.tif",
      "A.TIF",
      "ấ.jpg",
      "ấ.jpg".normalize("NFD"),
    ];
    const { id, list } = await open(
      "HN.6",
      names.map((name) => [name, Buffer.from("x")] as const),
    );
    expect(list.map(({ code }) => code)).toEqual([
      ...Array.from({ length: 9 }, () => "NAME-BAD"),
      "NAME-LONG",
      ...Array.from({ length: 4 }, () => "NAME-CLASH"),
    ]);
    expect((await put(id, 0, Buffer.from("x"))).status).toBe(404);
    const { outcome } = await finish(id);
    expect(outcome?.counts).toMatchObject({ found: names.length, added: 0, rejected: names.length });
    const shown = outcome?.rejected.map(({ name }) => name).join() ?? "";
    expect(shown).toContain("\\u{202e}");
    expect(/[\p{Cc}\p{Cs}\u202e]/u.test(shown)).toBe(false);
  });

  test("with names that only look odd are taken as they are", async () => {
    const names = ["-rf.jpg", "a;rm.jpg", "%2e%2e.jpg", "📜.jpg", "𡨸.jpg", "CON.jpg"];
    const files = await Promise.all(names.map(async (name, seed) => [name, await jpeg(200, 260, seed + 10)] as const));
    const { id } = await open("HN.7", files);
    for (const [at, [, bytes]] of files.entries()) await put(id, at, bytes);
    expect((await finish(id)).outcome?.counts).toMatchObject({ found: names.length, added: names.length });
    expect((await site.catalogue.ledger.pages("HN.7")).map(({ sourceName }) => sourceName).toSorted()).toEqual(names.toSorted());
  });

  test("of fifty gigabytes are refused before a byte is sent", async () => {
    const fifty = 50 * 2 ** 30;
    const { body } = await technician.send("POST", "/api/uploads", {
      folder: "HN.8",
      files: [{ name: "1.tif", sizeBytes: fifty }],
    });
    expect((body as Shown).list[0]).toMatchObject({ verdict: "reject", code: "FILE-LARGE" });
    const many = Array.from({ length: 1000 }, (_, at) => ({ name: `${at}.tif`, sizeBytes: 5 * 2 ** 30 }));
    const large = await technician.send("POST", "/api/uploads", { folder: "HN.9", files: many });
    expect([large.status, codeOf(large.body)]).toEqual([422, "UPLOAD-LARGE"]);
    const crowd = Array.from({ length: 20_001 }, (_, at) => ({ name: `${at}.tif`, sizeBytes: 1 }));
    const files = await technician.send("POST", "/api/uploads", { folder: "HN.9", files: crowd });
    expect([files.status, codeOf(files.body)]).toEqual([422, "UPLOAD-FILES"]);
  });

  test("that the disk has no room for are refused before a byte is sent", async () => {
    const { deliveries } = site.workroom;
    const before = await uploadsOf();
    const freeBytes = deliveries.freeBytes;
    Object.assign(deliveries, { freeBytes: async () => 2 ** 30 + 100 });
    const { status, body } = await technician.send("POST", "/api/uploads", {
      folder: "HN.10",
      files: [{ name: "1.jpg", sizeBytes: 1000 }],
    });
    Object.assign(deliveries, { freeBytes });
    expect([status, codeOf(body)]).toEqual([507, "UPLOAD-SPACE"]);
    expect(await uploadsOf()).toEqual(before);
  });

  test("with wrong lengths, ranges, digests or files are refused in the reader's words, and cost nothing", async () => {
    const bytes = randomBytes(1000);
    const { id } = await open("HN.11", [["0001.jpg", bytes]]);
    const cases: readonly (readonly [string, number, string, Piece])[] = [
      ["another total", 422, "UPLOAD-LENGTH", { total: 2000 }],
      ["more than announced", 422, "UPLOAD-LENGTH", { headers: { "content-range": "bytes 0-1000/1000" } }],
      ["no range", 422, "UPLOAD-LENGTH", { headers: { "content-range": "" } }],
      ["nonsense for a range", 422, "UPLOAD-LENGTH", { headers: { "content-range": "bytes 0-x/1000" } }],
      ["nonsense for a digest", 422, "UPLOAD-DIGEST", { digest: "sha-256=abc" }],
      ["no digest", 422, "UPLOAD-DIGEST", { digest: null }],
      ["a forged token", 403, "", { headers: { "x-sohoa-token": "x".repeat(43) } }],
    ];
    for (const [name, status, code, piece] of cases) {
      const reply = await put(id, 0, bytes, piece);
      expect(reply.status, name).toBe(status);
      if (code !== "") expect(codeOf(reply.body), name).toBe(code);
    }
    for (const file of ["1", "-1", "x", "0x0", "..%2f0"]) expect((await put(id, file, bytes)).status, file).toBe(404);
    expect((await put(id, 0, bytes)).body).toEqual({ receivedBytes: 1000, isWhole: true });
  });

  test("of others are not there for whoever may not see them", async () => {
    const { id } = await open("HN.12", [["0001.jpg", pictures[0] as Buffer]]);
    const editor = await site.as("editor");
    expect((await editor.get(`/api/uploads/${id}`)).status).toBe(404);
    expect((await put(id, 0, pictures[0] as Buffer, {}, editor)).status).toBe(404);
    expect((await editor.send("DELETE", `/api/uploads/${id}`)).status).toBe(404);
    expect((await (await site.as("manager")).get(`/api/uploads/${id}`)).status).toBe(200);
    expect((await (await site.as("reader")).get("/api/uploads")).status).toBe(403);
    const twice = await editor.send("POST", "/api/uploads", { folder: "HN.12", files: [{ name: "1.jpg", sizeBytes: 1 }] });
    expect([twice.status, codeOf(twice.body)]).toEqual([409, "UPLOAD-OPEN"]);
    const closed = await technician.send("POST", "/api/uploads", { folder: "KIN.1", files: [{ name: "1.jpg", sizeBytes: 1 }] });
    expect([closed.status, codeOf(closed.body)]).toEqual([403, "UPLOAD-NOT-YOURS"]);
  });

  test("with bodies of any other shape are refused", async () => {
    const file = { name: "1.jpg", sizeBytes: 1 };
    for (const body of [
      { folder: "X.1", files: [] },
      { folder: "", files: [file] },
      { folder: "X.1", files: [{ ...file, sizeBytes: -1 }] },
      { folder: "X.1", files: [{ ...file, sizeBytes: 1.5 }] },
      { folder: "X.1", files: [{ ...file, sha256: "x" }] },
      { folder: "X.1", files: [file], more: 1 },
      { folder: "X.1", profile: "../../x", files: [file] },
      { folder: "漢", files: [file] },
      { folder: "../x", files: [file] },
    ]) {
      const { status } = await technician.send("POST", "/api/uploads", body);
      expect(status, JSON.stringify(body)).toBe(422);
    }
  });
});

describe("a connection that breaks off", () => {
  test("leaves what had come, and the upload goes on behind it", async () => {
    const address = await site.server.listen({ port: 0, host: "127.0.0.1" });
    const bytes = randomBytes(300_000);
    const { id } = await open("HN.13", [["0001.jpg", bytes]]);
    const me = (await technician.get("/api/me")).body as { readonly token: string };
    const head = [
      `PUT /api/uploads/${id}/files/0 HTTP/1.1`,
      `host: ${new URL(address).host}`,
      `cookie: ${technician.cookieHeader}`,
      `x-sohoa-token: ${me.token}`,
      "content-type: application/octet-stream",
      `content-length: ${bytes.length}`,
      `content-range: bytes 0-${bytes.length - 1}/${bytes.length}`,
      `repr-digest: ${digestOf(bytes)}`,
    ];
    const socket = connect(Number(new URL(address).port), "127.0.0.1");
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    socket.write(bytes.subarray(0, 100_000));
    const received = async () => ((await technician.get(`/api/uploads/${id}`)).body as Shown).list[0]?.receivedBytes ?? 0;
    while ((await received()) < 100_000) await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    let reply = await put(id, 0, bytes, { from: 100_000 });
    while (codeOf(reply.body) === "UPLOAD-BUSY") reply = await put(id, 0, bytes, { from: 100_000 });
    expect(reply.body).toEqual({ receivedBytes: 300_000, isWhole: true });
  });
});
