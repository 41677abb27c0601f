/** The table of contents of the workroom: which path shows which screen, and what stands in the rail. */
import type { Screen } from "./screen.ts";

/** All screens, in the order of the rail. */
export const SCREENS: readonly Screen[] = [
  { path: "/queue", rail: "myWork", right: "edit-text", load: async () => (await import("./screens/queue/queue.tsx")).Queue },
  {
    path: "/batches",
    rail: "batches",
    right: "see-work",
    load: async () => (await import("./screens/batches/batches.tsx")).Batches,
  },
  {
    path: "/upload",
    rail: "upload",
    right: "do-batches",
    load: async () => (await import("./screens/upload/upload.tsx")).Upload,
  },
  {
    path: "/items/:item/pages/:page/text",
    right: "see-work",
    load: async () => (await import("./screens/text/text-review.tsx")).TextReview,
  },
  {
    path: "/items/:item/record",
    right: "edit-records",
    load: async () => (await import("./screens/record/record.tsx")).RecordDesk,
  },
  {
    path: "/items/:item/quality",
    right: "see-work",
    load: async () => (await import("./screens/quality/quality.tsx")).Quality,
  },
  { path: "/items/:item", right: "see-work", load: async () => (await import("./screens/batches/page-grid.tsx")).PageGrid },
  {
    path: "/quality",
    rail: "quality",
    right: "see-work",
    load: async () => (await import("./screens/quality/open-items.tsx")).OpenItems,
  },
  {
    path: "/failures",
    rail: "failures",
    right: "see-work",
    load: async () => (await import("./screens/failures/failures.tsx")).Failures,
  },
  {
    path: "/targets",
    rail: "targets",
    right: "see-work",
    load: async () => (await import("./screens/targets/targets.tsx")).Targets,
  },
  {
    path: "/settings",
    rail: "settings",
    right: "steer",
    load: async () => (await import("./screens/settings/settings.tsx")).Settings,
  },
  { path: "/users", rail: "users", right: "administer", load: async () => (await import("./screens/people/people.tsx")).People },
  { path: "/audit", rail: "audit", right: "administer", load: async () => (await import("./screens/people/audit.tsx")).Audit },
];

/** Where somebody begins. */
export const FIRST_PATH = "/batches";
