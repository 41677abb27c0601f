/**
 * `/api/uploads`: folders of scans, sent by the browser piece by piece. An upload is announced, its files come in pieces that may
 * break off and go on, and finishing it hands it in the way `sohoa add` does. The sender's own files are never touched.
 */
import type { FastifyRequest } from "fastify";
import { holds } from "../../../../catalogue/users/roles.ts";
import { requestLanguage } from "../../problem.ts";
import { ApiProblem, accountOf, bodyOf, notFound, type WorkroomRoutes } from "../api.ts";
import { itemInSight } from "../items-in-sight.ts";
import { openSchema, plannedUpload } from "./open-upload.ts";
import { MAX_PART_BYTES, partHead } from "./part-headers.ts";
import { PartReceiver } from "./receive-part.ts";
import { uploadFiles, uploadHead, wordsIn } from "./shown-upload.ts";
import { Takings } from "./takings.ts";
import { isSent, type Upload } from "./upload.ts";
import { UploadFolder } from "./upload-folder.ts";

/** A list of twenty thousand names. */
const LIST_BYTES = 8 * 2 ** 20;

type Said = Readonly<Record<string, string>>;

interface UploadAddress {
  readonly Params: { readonly upload: string };
}
interface FileAddress {
  readonly Params: { readonly upload: string; readonly file: string };
}

/** The routes. */
export const uploadRoutes: WorkroomRoutes = (server, site, workroom) => {
  const folder = new UploadFolder(workroom.home);
  const receiver = new PartReceiver();
  const takings = new Takings(workroom.deliveries, site.services.log);
  server.addHook("onClose", () => takings.close());

  const headOf = async (request: FastifyRequest, upload: Upload) =>
    uploadHead(upload, await folder.arrived(upload), takings.of(upload.id), wordsIn(workroom, requestLanguage(request)));
  const note = (actor: string, action: "batch-delivered" | "upload-dropped", { batchId, id }: Upload, facts: Said) =>
    workroom.users.note({ actor, action, subject: batchId, facts: { upload: id, ...facts } });
  const whole = async (request: FastifyRequest, upload: Upload) => ({
    ...(await headOf(request, upload)),
    list: uploadFiles(upload, await folder.arrived(upload), wordsIn(workroom, requestLanguage(request))),
  });
  const uploadOf = async (request: FastifyRequest<UploadAddress>): Promise<Upload> => {
    const upload = await folder.read(request.params.upload);
    if (!upload || !isTheirs(request, upload)) throw notFound();
    return upload;
  };
  const unfinished = async (request: FastifyRequest<UploadAddress>): Promise<Upload> => {
    const upload = await uploadOf(request);
    if (upload.outcome) throw new ApiProblem(409, "UPLOAD-DONE", { batch: upload.batchId });
    if (takings.isRunning(upload.id)) throw new ApiProblem(409, "UPLOAD-BUSY");
    return upload;
  };

  server.get("/api/uploads", async (request) => {
    const seen = (await folder.all()).filter((each) => isTheirs(request, each));
    return {
      uploads: await Promise.all(seen.map((each) => headOf(request, each))),
      profiles: await workroom.deliveries.profiles(),
    };
  });

  server.post("/api/uploads", { bodyLimit: LIST_BYTES }, async (request, reply) => {
    const asked = bodyOf(openSchema, request);
    const sender = { by: accountOf(request).name, at: site.services.clock.now().toISOString() };
    const upload = await plannedUpload(workroom, folder, asked, sender);
    // Scans for a book that the account may not see are for somebody else to hand in.
    if (await workroom.ledger.item(upload.batchId)) {
      await itemInSight(site, workroom, request, upload.batchId).catch(() => {
        throw new ApiProblem(403, "UPLOAD-NOT-YOURS", { batch: upload.batchId });
      });
    }
    await folder.write(upload);
    return reply.code(201).send(await whole(request, upload));
  });

  server.get<UploadAddress>("/api/uploads/:upload", async (request) => await whole(request, await uploadOf(request)));

  server.delete<UploadAddress>("/api/uploads/:upload", async (request, reply) => {
    const upload = await uploadOf(request);
    if (takings.isRunning(upload.id)) throw new ApiProblem(409, "UPLOAD-BUSY");
    await folder.drop(upload.id);
    await note(accountOf(request).name, "upload-dropped", upload, { state: upload.outcome ? "done" : "unfinished" });
    return reply.code(204).send();
  });

  server.post<UploadAddress>("/api/uploads/:upload/finish", async (request, reply) => {
    const upload = await uploadOf(request);
    if (!upload.outcome) await finish(request, upload);
    return reply.code(202).send(await headOf(request, upload));
  });

  const finish = async (request: FastifyRequest, upload: Upload): Promise<void> => {
    const arrived = await folder.arrived(upload);
    const missing = upload.files.filter((file, at) => isSent(file) && !arrived[at]?.isWhole).length;
    if (missing > 0) throw new ApiProblem(409, "UPLOAD-INCOMPLETE", { count: missing });
    const { batchId, shelfmark, profile } = upload;
    const order = { batchId, shelfmark, profile, language: requestLanguage(request), refused: refusedOf(upload) };
    const places = { folder: folder.batchFolder(upload.id), scratch: folder.scratchFolder(upload.id) };
    const actor = accountOf(request).name;
    takings.begin(upload.id, { ...order, ...places }, async (taken) => {
      const skipped = [...skippedOf(upload), ...taken.skipped];
      const takenAt = site.services.clock.now().toISOString();
      await folder.write({ ...upload, outcome: { takenAt, taken: { ...taken, skipped } } });
      const { found, added, replaced, known, rejected } = taken.counts;
      const counts = Object.entries({ found, added, replaced, known, rejected }).map(([name, count]) => [name, String(count)]);
      await note(actor, "batch-delivered", upload, Object.fromEntries(counts));
      await folder.dropBytes(upload.id);
    });
  };

  void server.register(async (scope) => {
    scope.addContentTypeParser("application/octet-stream", (_request, payload, done) => done(null, payload));
    scope.put<FileAddress>("/api/uploads/:upload/files/:file", { bodyLimit: MAX_PART_BYTES }, async (request) => {
      const upload = await unfinished(request);
      const at = /^\d{1,6}$/.test(request.params.file) ? Number(request.params.file) : -1;
      const file = upload.files[at];
      if (!file || !isSent(file)) throw notFound();
      const head = partHead(request, file.sizeBytes);
      const arrived = await folder.arrived({ ...upload, files: [file] });
      if (arrived[0]?.isWhole) return { receivedBytes: file.sizeBytes, isWhole: true };
      if (file.sha256 !== null && head.sha256 !== null && file.sha256 !== head.sha256)
        throw new ApiProblem(422, "UPLOAD-CHECKSUM");
      const place = {
        partPath: folder.partPath(upload.id, at),
        wholePath: folder.wholePath(upload.id, file),
        sizeBytes: file.sizeBytes,
      };
      const bytes = request.body as AsyncIterable<Uint8Array>;
      return await receiver.receive(place, { ...head, bytes, sha256: head.sha256 ?? file.sha256 });
    });
  });
};

/** One's own; and everybody's for those who steer. */
function isTheirs(request: FastifyRequest, { by }: Upload): boolean {
  const { name } = accountOf(request);
  return by === name || (request.visitor !== undefined && holds(request.visitor.account.role, "steer"));
}

const refusedOf = ({ files }: Upload) =>
  files.flatMap(({ name, foresight }) =>
    foresight.verdict === "reject" ? [{ name, code: foresight.code, facts: foresight.facts }] : [],
  );

const skippedOf = ({ files }: Upload) =>
  files.flatMap(({ name, foresight }) => (foresight.verdict === "skip" ? [{ name, reason: foresight.reason }] : []));
