/** How an item is to be treated: which script, which stage parameters, which policy at the gates. */
import { z } from "zod";

export const profileSchema = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/),
  script: z.enum(["han-nom", "quoc-ngu", "latin"]),
  viewingDirection: z.enum(["right-to-left", "left-to-right"]),
  /** What a gate demands before stages behind it go on: the person's answer, or the draft marked as such. */
  gates: z.record(z.string(), z.enum(["required", "draft-may-publish"])),
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
