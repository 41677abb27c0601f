/**
 * The walls around a child that decodes pictures nobody has vouched for, from what Linux offers without root and without
 * anything to install: namespaces for network and mounts, no privileges, limits of resources. Elsewhere there are none.
 * Sources: unshare(1), setpriv(1), prlimit(1), user_namespaces(7), mount_namespaces(7).
 */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readlink, rm } from "node:fs/promises";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { ServiceError } from "./errors.ts";

/** `required`: no work without all walls; `auto`: those that this machine offers; `off`: none. */
export type JailPolicy = "auto" | "required" | "off";

/** What a child can no longer do: reach a network, write outside its folder, gain privileges, use more than its share. */
export type Wall = "network" | "files" | "privileges" | "limits";

/** How a child is started here. */
export interface Jail {
  readonly walls: readonly Wall[];
  /** The program and its arguments that the child's own command line follows; empty when there are no walls. */
  command(folder: string, maxDataMiB: number): readonly string[];
}

export const ALL_WALLS: readonly Wall[] = ["network", "files", "privileges", "limits"];

const NO_WALLS: Jail = { walls: [], command: () => [] };
const OPEN_FILES = 1024;
const PROCESSES_AND_THREADS = 256;

/**
 * Everything mounted becomes read-only but the child's folder, and the sockets of services in /run are out of sight.
 * A mount that cannot be made read-only though it can be reached is a hole: the child does not start.
 */
const CLOSE_FILES = `
folder=$1; shift
mount --bind "$folder" "$folder" || exit 97
case "$folder" in /run/*) ;; *) [ ! -d /run ] || mount -t tmpfs -o ro,nosuid,nodev,noexec none /run || exit 97 ;; esac
while read -r _ _ _ _ raw options _; do
  point=$(printf '%b' "$raw")
  [ "$point" != "$folder" ] || continue
  case ",$options," in *,ro,*) continue ;; esac
  keep=
  for flag in nosuid nodev noexec noatime nodiratime relatime; do
    case ",$options," in *,$flag,*) keep=$keep$flag, ;; esac
  done
  mount -o "remount,bind,$keep"ro "$point" 2> /dev/null || [ ! -e "$point" ] || exit 97
done < /proc/self/mountinfo
exec "$@"`;

function limits(maxDataMiB: number): readonly string[] {
  // Time of processors and sizes of files depend on the task: see `child-limits.ts`.
  // Data, not address space: V8 and WebAssembly reserve tens of gigabytes of addresses that they never touch.
  const own = [`--data=${maxDataMiB * 2 ** 20}`, `--nofile=${OPEN_FILES}`, "--core=0"];
  // Before Linux 5.14 all processes of the user are counted together.
  const [major = 0, minor = 0] = release().split(".").map(Number);
  const isCountedApart = major > 5 || (major === 5 && minor >= 14);
  return ["prlimit", ...own, ...(isCountedApart ? [`--nproc=${PROCESSES_AND_THREADS}`] : []), "--"];
}

/** @param namespaces of unshare(1); @param kept capabilities that are left */
function wholeJail(namespaces: readonly string[], kept: string): Jail {
  const privileges = ["setpriv", "--no-new-privs", "--inh-caps=-all", `--bounding-set=-all${kept}`];
  return {
    walls: ALL_WALLS,
    command: (folder, maxDataMiB) => [
      ...["unshare", ...namespaces, "--net", "--mount", "sh", "-c", CLOSE_FILES, "jail", folder],
      ...limits(maxDataMiB),
      ...privileges,
    ],
  };
}

function jailsToTry(): readonly Jail[] {
  const asUser = wholeJail(["--user", "--map-root-user"], "");
  // Root of its own namespace may not read what belongs to others; real root goes on reading, but writes nothing.
  const asRoot = wholeJail([], ",+dac_read_search");
  const onlyLimits: Jail = {
    walls: ["privileges", "limits"],
    command: (_, maxDataMiB) => [...limits(maxDataMiB), "setpriv", "--no-new-privs"],
  };
  return [...(process.getuid?.() === 0 ? [asRoot] : []), asUser, onlyLimits];
}

let found: Promise<Jail> | undefined;

/**
 * The strongest jail that holds on this machine: each is tried out with a shell that attempts what it must not.
 * @throws {ServiceError} JAIL-MISSING when all walls are required and one is away.
 */
export async function findJail(policy: JailPolicy): Promise<Jail> {
  if (policy === "off") return NO_WALLS;
  found ??= tryJails();
  const jail = await found;
  const missing = ALL_WALLS.filter((wall) => !jail.walls.includes(wall));
  if (policy === "required" && missing.length > 0) {
    throw new ServiceError({ code: "JAIL-MISSING", facts: { missing: missing.join(", ") }, exit: "dependency", retry: "person" });
  }
  return jail;
}

async function tryJails(): Promise<Jail> {
  if (process.platform !== "linux") return NO_WALLS;
  for (const jail of jailsToTry()) if (await holds(jail)) return jail;
  return NO_WALLS;
}

/** Inside: a write to the own folder works; one beside it does not, and the network is another than ours. */
async function holds(jail: Jail): Promise<boolean> {
  const root = await mkdtemp(join(tmpdir(), "sohoa-jail-"));
  try {
    const [inside, outside] = [join(root, "inside"), join(root, "outside")];
    await mkdir(inside);
    await mkdir(outside);
    const network = await readlink("/proc/self/ns/net");
    const attempt = jail.walls.includes("files")
      ? `: > "$1/own" && ! (: > "$2/other") 2> /dev/null && [ "$(readlink /proc/self/ns/net)" != "$3" ]`
      : ': > "$1/own"';
    const [program = "", ...words] = [...jail.command(inside, 1024), "sh", "-c", attempt, "probe", inside, outside, network];
    return await succeeds(program, words);
  } catch {
    return false;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function succeeds(program: string, words: readonly string[]): Promise<boolean> {
  return await new Promise((resolve) => {
    const child = spawn(program, words, { stdio: "ignore", timeout: 30_000 });
    child.on("error", () => resolve(false));
    child.on("exit", (exit) => resolve(exit === 0));
  });
}
