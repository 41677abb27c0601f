/** Hashes pieces of one file after another, beside the page. `reset`, then pieces in order, then `digest`. */
import { sha256 } from "@noble/hashes/sha2.js";

/** What the page asks for. */
export type HashQuestion = { readonly ask: "reset" } | { readonly ask: "add"; readonly piece: Blob } | { readonly ask: "digest" };
/** One answer to each. `base64` is the digest; a piece that cannot be read any more is `unreadable`. */
export type HashAnswer = { readonly base64: string } | { readonly done: true } | { readonly unreadable: true };

let hash = sha256.create();

async function answerTo(question: HashQuestion): Promise<HashAnswer> {
  if (question.ask === "digest") return { base64: btoa(String.fromCharCode(...hash.clone().digest())) };
  if (question.ask === "reset") {
    hash = sha256.create();
    return { done: true };
  }
  try {
    hash.update(new Uint8Array(await question.piece.arrayBuffer()));
    return { done: true };
  } catch {
    return { unreadable: true };
  }
}

let last: Promise<unknown> = Promise.resolve();
addEventListener("message", ({ data }: MessageEvent<HashQuestion>) => {
  last = last.then(async () => postMessage(await answerTo(data)));
});
