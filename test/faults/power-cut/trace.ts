/** What a process asked of the file system below one folder, read from a trace of its system calls (`strace -f -y -xx`). */

/** One change, in the order in which the calls returned. Paths are relative to the folder; "" is the folder itself. */
export type Change =
  | { readonly is: "create" | "remove" | "folder"; readonly path: string }
  | { readonly is: "link" | "move"; readonly from: string; readonly path: string }
  | { readonly is: "write"; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly is: "cut"; readonly path: string; readonly size: number }
  | { readonly is: "sync"; readonly path: string }
  /** Words on standard output: from here on somebody relies on what they say. */
  | { readonly is: "said"; readonly text: string };

/** The calls to trace. */
export const CALLS =
  "openat,write,pwrite64,writev,pwritev,lseek,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,ftruncate,copy_file_range";

/** Calls that change files in ways that are not followed here: a trace with one of them proves nothing. */
const UNFOLLOWED: ReadonlySet<string> = new Set(["writev", "pwritev", "copy_file_range"]);

interface Call {
  readonly name: string;
  readonly strings: readonly string[];
  readonly text: string;
  readonly result: number;
  /** The file of the descriptor that is the first argument, and its number. */
  readonly file: string;
  readonly descriptor: string;
}

/** Every change below `folder`. */
export function changesIn(trace: string, folder: string): readonly Change[] {
  const places = new Map<string, number>();
  const changes: Change[] = [];
  const inside = (path: string) =>
    path === folder ? "" : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
  for (const call of callsIn(trace)) {
    if (call.result < 0) continue;
    if (call.name === "write" && call.descriptor === "1") changes.push({ is: "said", text: bytesOf(call.strings[0]).toString() });
    const file = inside(call.file);
    if (file !== undefined) changes.push(...onDescriptor(call, file, places));
    changes.push(...onNames(call, inside, places));
  }
  return changes;
}

/** Calls on an open file; `places` are the positions where the next plain write goes. */
function onDescriptor(call: Call, path: string, places: Map<string, number>): readonly Change[] {
  const key = `${call.descriptor} ${path}`;
  if (UNFOLLOWED.has(call.name)) throw new Error(`${call.name} on ${path} is not followed`);
  if (call.name === "fsync" || call.name === "fdatasync") return [{ is: "sync", path }];
  if (call.name === "lseek") places.set(key, call.result);
  if (call.name === "ftruncate") return [{ is: "cut", path, size: lastNumber(call.text) }];
  if (call.name !== "write" && call.name !== "pwrite64") return [];
  const bytes = bytesOf(call.strings[0]).subarray(0, call.result);
  const at = call.name === "write" ? (places.get(key) ?? 0) : lastNumber(call.text);
  if (call.name === "write") places.set(key, at + call.result);
  return [{ is: "write", path, at, bytes }];
}

/** Calls on names. */
function onNames(call: Call, inside: (path: string) => string | undefined, places: Map<string, number>): readonly Change[] {
  const paths = call.strings.map((each) => inside(bytesOf(each).toString()));
  const [path, target] = paths;
  if (path === undefined) return [];
  if (call.name.startsWith("unlink")) return [{ is: "remove", path }];
  if (call.name.startsWith("mkdir")) return [{ is: "folder", path }];
  if (call.name.startsWith("rename") && target !== undefined) return [{ is: "move", from: path, path: target }];
  if (call.name.startsWith("link") && target !== undefined) return [{ is: "link", from: path, path: target }];
  if (call.name !== "openat") return [];
  places.delete(`${call.result} ${path}`);
  const changes: Change[] = call.text.includes("O_CREAT") ? [{ is: "create", path }] : [];
  return call.text.includes("O_TRUNC") ? [...changes, { is: "cut", path, size: 0 }] : changes;
}

/** Calls in the order of their returns; one that others interrupted is put together again. */
function* callsIn(trace: string): Generator<Call> {
  const begun = new Map<string, string>();
  for (const line of trace.split("\n")) {
    const [, thread = "", text = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const [, start] = /^(.*) <unfinished \.\.\.>$/.exec(text) ?? [];
    if (start !== undefined) {
      begun.set(thread, start);
      continue;
    }
    const [, rest] = /^<\.\.\. \w+ resumed>(.*)$/.exec(text) ?? [];
    const call = callOf(rest === undefined ? text : (begun.get(thread) ?? "") + rest);
    if (call) yield call;
  }
}

function callOf(text: string): Call | undefined {
  const [, name = "", given = "", result] = /^(\w+)\((.*)\) += (-?\d+)/s.exec(text) ?? [];
  if (result === undefined) return undefined;
  const [, descriptor = "", file = ""] = /^(\d+)<([^>]*)>/.exec(given) ?? [];
  const strings = [...given.matchAll(/"([^"]*)"/g)].map(([, each]) => each ?? "");
  return { name, strings, text: given, result: Number(result), descriptor, file: bytesOf(file).toString() };
}

function bytesOf(hexed = ""): Buffer {
  return Buffer.from(hexed.replaceAll("\\x", ""), "hex");
}

function lastNumber(given: string): number {
  return Number(/(\d+)$/.exec(given)?.[1] ?? Number.NaN);
}
