/** The configuration: every setting with its unit and default. Secrets come from the environment only. */
import { availableParallelism, homedir, totalmem } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const s3Schema = z.strictObject({
  endpoint: z.url(),
  bucket: z.string().min(3).default("sohoa"),
  region: z.string().default("us-east-1"),
  accessKey: z.string().min(1),
  secretKey: z.string().min(1),
});

/** Without a query and not in the clear, but on this machine. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username } = new URL(text);
  const isHere = hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
  return (protocol === "https:" || isHere) && search === "" && hash === "" && username === "";
}

/** Two thirds of what this process may use, in MiB: the rest is for the server, the services and the system beside a worker. */
function shareOfMemoryMiB(): number {
  const [all, allowed] = [totalmem(), process.constrainedMemory()];
  return Math.floor(((allowed > 0 ? Math.min(all, allowed) : all) * 2) / 3 / 2 ** 20);
}

export const configSchema = z.strictObject({
  /** Folder of the embedded default: catalogue, store, scratch. */
  home: z
    .string()
    .min(1)
    .default(() => join(homedir(), "sohoa")),
  /** Language of messages. */
  language: z.enum(["vi", "en"]).default("vi"),
  /** Name of the library: the holder in records that name none, shown in manifests and pages. */
  library: z.string().min(1).optional(),
  /** Whom harvesters may write to; postmaster of the public address when absent. */
  adminEmail: z.email().optional(),
  /** Licence of the descriptions (not of the pictures) as open data; only the library can give one, so there is none by default. */
  dataLicense: z.url().optional(),
  /** How manifests name the library: for readers elsewhere, who do not come by its own pages. */
  provider: z
    .strictObject({
      /** Its name in English; `library` is the Vietnamese one. */
      nameEn: z.string().min(1).optional(),
      /** Its own site. */
      homepage: z.url({ protocol: /^https?$/ }).optional(),
      /** A PNG or JPEG file, by its path in `home`. */
      logo: z.string().min(1).optional(),
      /** What must be shown wherever its items are shown, such as how to cite them. */
      requiredStatement: z.strictObject({ vi: z.string().min(1), en: z.string().min(1).optional() }).optional(),
    })
    .prefault({}),
  /** Public address under which IIIF identifiers are minted; permanent once items are published. */
  baseUrl: z.url().default("http://127.0.0.1:4747"),
  /** postgres://… ; the embedded SQLite file when absent. */
  databaseUrl: z.string().startsWith("postgres").optional(),
  /** redis://… ; the task table itself when absent. */
  redisUrl: z.string().startsWith("redis").optional(),
  /** S3-compatible object store; a folder in `home` when absent. */
  s3: s3Schema.optional(),
  /** A second copy of every object, of any kind, elsewhere: checked like the store, and what damage is repaired from. */
  copy2: z
    .strictObject({
      /** A folder on another disk; it must be there already. */
      path: z.string().min(1).optional(),
      s3: s3Schema.optional(),
    })
    .refine(({ path, s3 }) => (path === undefined) !== (s3 === undefined), { message: "either path or s3" })
    .optional(),
  /** Scheduled checks of stored bytes. */
  verify: z
    .strictObject({
      /** What the checks may read in a second, in MiB. */
      mebibytesPerSecond: z.number().min(0.01).default(20),
      /** What they may read in a day (UTC), in GiB; 0 turns them off. */
      gibibytesPerDay: z.number().min(0).default(200),
      /** An object is looked at again after so many days. */
      everyDays: z.number().min(0).default(30),
    })
    .prefault({}),
  /** Address of an OpenTelemetry receiver (OTLP over HTTP) that traces are sent to; none are made when absent. */
  tracesUrl: z.url({ protocol: /^https?$/ }).optional(),
  worker: z
    .strictObject({
      /** Child processes, each with one task at a time. */
      lanes: z
        .int()
        .min(1)
        .max(256)
        .default(() => availableParallelism()),
      /** A task whose worker is silent this long is given to another. */
      leaseSeconds: z.int().min(2).max(3600).default(60),
      /** Attempts after which a task is set aside. */
      maxAttempts: z.int().min(1).max(20).default(3),
      /** Resident memory above which a child is stopped, in MiB, unless its picture is so large that more was set aside for it. */
      maxResidentMiB: z.int().min(128).default(2048),
      /** Memory that the children of one worker share, in MiB; what needs more runs alone, and is stopped beyond it. */
      memoryMiB: z.int().min(512).default(shareOfMemoryMiB),
      /** Walls around the children that decode pictures: those the machine offers, all or no work, or none. */
      jail: z.enum(["auto", "required", "off"]).default("auto"),
      /** Seconds between rounds of the reconciler. */
      reconcileSeconds: z.int().min(1).default(15),
    })
    .prefault({}),
  /** Objects fetched from S3 are kept up to this size, in MiB. */
  cacheMiB: z.int().min(64).default(4096),
  /** How long `gc` keeps what nobody needs any more. */
  retention: z
    .strictObject({
      /** Days that an object nobody names stays where it is: it may be an upload under way. */
      orphanGraceDays: z.int().min(1).max(3650).default(7),
      /** Days that it then lies on the shelf before it is destroyed. */
      shelfDays: z.int().min(1).max(3650).default(30),
      /** Days that unfinished work of processes that died stays in `scratch`. */
      scratchDays: z.int().min(1).max(3650).default(2),
      /** Days that an upload to the workroom stays after anything happened to it. */
      uploadDays: z.int().min(1).max(3650).default(30),
    })
    .prefault({}),
  /**
   * Signing in by the library's identity provider (OpenID Connect), beside passwords. The secret comes from the environment
   * (SOHOA_OIDC_SECRET) or from a file in `home`.
   */
  oidc: z
    .strictObject({
      /** HTTPS; plain HTTP on this machine alone. */
      issuer: z.url({ protocol: /^https?$/ }).refine(isIssuer, { message: "an issuer is reached by https" }),
      clientId: z.string().min(1),
      /** By its path in `home`. */
      secretFile: z.string().min(1).optional(),
      /** Which roles people of which groups get when they come in; nobody gets one where this is absent. */
      roles: z
        .strictObject({
          /** The claim of the ID token that names groups. */
          claim: z.string().min(1),
          /** Role by group; administrators are made here, never there. */
          groups: z.record(z.string().min(1), z.enum(["reader", "technician", "editor", "reviewer", "manager"])),
        })
        .optional(),
    })
    .optional(),
  /** Profile of a batch when none is named. */
  profile: z.string().default("moc-ban"),
  /** Quality profile of items whose profile names none. */
  quality: z.string().default("default"),
});

/** The configuration in force. */
export type Config = Readonly<z.infer<typeof configSchema>>;
