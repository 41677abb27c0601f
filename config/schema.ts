/** The configuration: every setting with its unit and default. Secrets come from the environment only. */
import { availableParallelism, homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

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
  s3: z
    .strictObject({
      endpoint: z.url(),
      bucket: z.string().min(3).default("sohoa"),
      region: z.string().default("us-east-1"),
      accessKey: z.string().min(1),
      secretKey: z.string().min(1),
    })
    .optional(),
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
      /** Resident memory above which a child is stopped, in MiB. */
      maxResidentMiB: z.int().min(128).default(2048),
      /** Seconds between rounds of the reconciler. */
      reconcileSeconds: z.int().min(1).default(15),
    })
    .prefault({}),
  /** Objects fetched from S3 are kept up to this size, in MiB. */
  cacheMiB: z.int().min(64).default(4096),
  /** Profile of a batch when none is named. */
  profile: z.string().default("moc-ban"),
  /** Quality profile of items whose profile names none. */
  quality: z.string().default("default"),
});

/** The configuration in force. */
export type Config = Readonly<z.infer<typeof configSchema>>;
