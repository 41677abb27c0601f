/** How an item is to be treated: which script, which stage parameters, which policy at the gates. */
import { z } from "zod";

export const profileSchema = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/),
  script: z.enum(["han-nom", "quoc-ngu", "latin"]),
  viewingDirection: z.enum(["right-to-left", "left-to-right"]),
  /** What a gate demands before stages behind it go on: the person's answer, or the draft marked as such. */
  gates: z.record(z.string(), z.enum(["required", "draft-may-publish"])),
  /** How many people must agree before an answer at a gate counts; one where nothing is said. */
  approvals: z.record(z.string(), z.enum(["one-person", "two-persons"])).optional(),
  /** Which pages without a mark a person must look at, drawn at random; nobody must where it is absent. */
  sample: z
    .object({
      /** Of the lot, above 0 to 1; and never fewer pages than `least`, where there are so many. */
      share: z.number().positive().max(1),
      least: z.int().min(1).max(1000),
      /** The share of the sample that may be bad: more, and the lot is refused. */
      tolerated: z.number().min(0).max(0.5),
    })
    .optional(),
  /** The quality profile whose limits its pages and sessions are judged by; the installation's own when absent. */
  quality: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .optional(),
  /** Parameters by stage name; a stage's own schema fills in and checks the rest. */
  params: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** How an item is to be treated. */
export type Profile = Readonly<z.infer<typeof profileSchema>>;
