/** nginx and iipsrv as one would set them up for the same pages; each is stopped by its process identifier. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A server that runs, the processes whose work counts as its own, and how a tile is asked for. */
export interface TileServer {
  readonly name: string;
  readonly port: number;
  readonly pids: readonly number[];
  pathOf(page: number, request: string): string;
  stop(): void;
}

const IIPSRV = "/usr/lib/iipimage-server/iipsrv.fcgi";

/** nginx on files that lie where the requests say. */
export async function startStatic(folder: string, port: number): Promise<TileServer> {
  const pids = await startNginx(folder, port, `location / { root ${folder}/files; open_file_cache max=10000 inactive=60s; }`);
  return {
    name: "nginx, static tiles",
    port,
    pids,
    pathOf: (page, request) => `/${page}/${request}`,
    stop: () => stopAll(pids),
  };
}

/** Two iipsrv processes behind nginx, on the same pyramidal TIFFs. */
export async function startIipsrv(folder: string, pages: string, port: number): Promise<TileServer> {
  const settings = {
    FILESYSTEM_PREFIX: `${pages}/`,
    JPEG_QUALITY: "85",
    MAX_IMAGE_CACHE_SIZE: "10",
    LOGFILE: join(folder, "iipsrv.log"),
  };
  const fcgi = spawnSync("spawn-fcgi", ["-a", "127.0.0.1", "-p", `${port + 1}`, "-F", "2", "-f", IIPSRV], {
    encoding: "utf8",
    env: { ...process.env, ...settings },
  });
  const workers = [...fcgi.stdout.matchAll(/PID: (\d+)/g)].map((match) => Number(match[1]));
  if (workers.length === 0) throw new Error(`spawn-fcgi: ${fcgi.stdout}${fcgi.stderr}`);
  const pass = `rewrite ^/iip/(.*)$ /fcgi?IIIF=$1 break; include /etc/nginx/fastcgi_params; fastcgi_pass iip; fastcgi_keep_conn on;`;
  const upstream = `upstream iip { server 127.0.0.1:${port + 1}; keepalive 8; }`;
  const pids = [...workers, ...(await startNginx(folder, port, `location /iip/ { ${pass} }`, upstream))];
  return {
    name: "iipsrv ×2 behind nginx",
    port,
    pids,
    // Image API 2: a width is enough, and iipsrv 1.1 knows no other way.
    pathOf: (page, request) => `/iip/page-${page}.tif/${request.replace(/,\d+\/0\/default/, ",/0/default")}`,
    stop: () => stopAll(pids),
  };
}

/** Our server, in a process of its own. */
export async function startOurs(home: string, pages: readonly string[], port: number): Promise<TileServer> {
  const program = join(import.meta.dirname, "tiles-server.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program, home, `${port}`, ...pages], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, MALLOC_ARENA_MAX: "2" },
  });
  await ready(child);
  const id = (page: number): string => `p${page.toString(16).padStart(12, "0")}`;
  return {
    name: "sohoa",
    port,
    pids: [child.pid ?? 0],
    pathOf: (page, request) => `/iiif/image/3/${id(page)}/${request}`,
    stop: () => child.kill("SIGTERM"),
  };
}

async function startNginx(folder: string, port: number, location: string, upstream = ""): Promise<readonly number[]> {
  const pidFile = join(folder, "nginx.pid");
  const conf = join(folder, "nginx.conf");
  await mkdir(dirname(conf), { recursive: true });
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder}/temp;`);
  const server = `server { listen 127.0.0.1:${port}; ${location} }`;
  const http = `http { types { image/jpeg jpg; } access_log off; sendfile on; keepalive_requests 1000000; ${temporary.join(" ")} ${upstream} ${server} }`;
  // As root, workers run as another user, who may not read a folder of root's.
  const user = process.getuid?.() === 0 ? "user root;" : "";
  await writeFile(conf, `${user} worker_processes 1; pid ${pidFile}; error_log ${folder}/error.log; events {} ${http}`);
  const started = spawnSync("/usr/sbin/nginx", ["-c", conf, "-p", folder], { encoding: "utf8" });
  if (started.status !== 0) throw new Error(`nginx: ${started.stderr}`);
  await sleep(500);
  const master = Number(await readFile(pidFile, "utf8"));
  const workers = spawnSync("ps", ["-o", "pid=", "--ppid", `${master}`], { encoding: "utf8" })
    .stdout.trim()
    .split(/\s+/);
  return [master, ...workers.map(Number)];
}

async function ready(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`our server ended with ${code}`)));
  });
}

function stopAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGTERM");
    } catch {
      // Ended with its master.
    }
  }
}
