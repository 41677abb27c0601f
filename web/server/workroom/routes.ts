/** The table of contents of the workroom's routes. */

import type { Routes } from "../site.ts";
import { registerApi, type WorkroomRoutes } from "./api.ts";
import { batchRoutes } from "./batches.ts";
import { eventRoutes } from "./events.ts";
import { failureRoutes } from "./failures.ts";
import { glyphRoutes } from "./glyphs/routes.ts";
import { inputAidRoutes } from "./input-aid/routes.ts";
import { meRoutes } from "./me.ts";
import { peopleRoutes } from "./people.ts";
import { pictureRoutes } from "./pictures.ts";
import { progressRoutes } from "./progress/routes.ts";
import { qualityRoutes } from "./quality/routes.ts";
import { queueRoutes } from "./queue/routes.ts";
import { recordAidRoutes } from "./records/aids.ts";
import { recordHistoryRoutes } from "./records/history.ts";
import { recordRoutes } from "./records/routes.ts";
import { recordSheetRoutes } from "./records/sheet.ts";
import { structureRoutes } from "./records/structure.ts";
import { settingsRoutes } from "./settings/routes.ts";
import { shellRoutes } from "./shell.ts";
import { textRoutes } from "./text/routes.ts";
import { uploadRoutes } from "./upload/routes.ts";
import { workLogRoutes } from "./work-log.ts";

const API: readonly WorkroomRoutes[] = [
  meRoutes,
  eventRoutes,
  batchRoutes,
  pictureRoutes,
  failureRoutes,
  peopleRoutes,
  textRoutes,
  queueRoutes,
  glyphRoutes,
  inputAidRoutes,
  recordRoutes,
  recordHistoryRoutes,
  recordAidRoutes,
  recordSheetRoutes,
  structureRoutes,
  uploadRoutes,
  qualityRoutes,
  progressRoutes,
  workLogRoutes,
  settingsRoutes,
];

/** The pages and the JSON of the workroom, where there is one. */
export const workroomRoutes: Routes = (server, site) => {
  const { workroom } = site.services;
  if (!workroom) return;
  shellRoutes(server, site, workroom);
  registerApi(server, site, workroom, API);
};
