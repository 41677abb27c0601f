/** Sends one piece of a file. */
import { addressOf, fetchMe, ownHeaders, Refusal } from "../../api.ts";

/** A piece, and the digest of the whole file with the last one. */
export interface Piece {
  readonly upload: string;
  readonly index: number;
  readonly file: File;
  readonly startBytes: number;
  readonly endBytes: number;
  readonly base64: string | undefined;
}

/** How far the file is on the server. */
export interface Received {
  readonly receivedBytes: number;
  readonly isWhole: boolean;
}

/** @throws {Refusal} with the server's reason; status 0 when nobody answered */
export async function putPiece(piece: Piece, signal: AbortSignal): Promise<Received> {
  const first = await send(piece, signal);
  if (first.status !== 403) return await answerOf(first);
  // The session is a new one: once more with the token that belongs to it.
  await fetchMe();
  return await answerOf(await send(piece, signal));
}

async function send({ upload, index, file, startBytes, endBytes, base64 }: Piece, signal: AbortSignal): Promise<Response> {
  const headers = {
    ...ownHeaders(),
    "content-type": "application/octet-stream",
    "content-range": `bytes ${startBytes}-${endBytes - 1}/${file.size}`,
    ...(base64 !== undefined && { "repr-digest": `sha-256=:${base64}:` }),
  };
  const body = file.slice(startBytes, endBytes);
  return await fetch(addressOf(`/api/uploads/${upload}/files/${index}`), { method: "PUT", headers, body, signal }).catch(() => {
    throw new Refusal(0, "OFFLINE", "");
  });
}

async function answerOf(reply: Response): Promise<Received> {
  const body = (await reply.json().catch(() => undefined)) as
    | (Received & { readonly error?: { readonly code?: string; readonly message?: string; readonly advice?: string } })
    | undefined;
  if (reply.ok && body) return body;
  const { code = String(reply.status), message = "", advice = "" } = body?.error ?? {};
  throw new Refusal(reply.status, code, message, advice, body);
}
