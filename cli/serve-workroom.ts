/** What `sohoa serve` gives the workroom. */
import { join } from "node:path";
import { metadataEntry } from "../stages/metadata-entry.ts";
import { pictureTreatment } from "../stages/picture-treatment.ts";
import { textReview } from "../stages/text-review.ts";
import type { Workroom } from "../web/server/workroom/workroom.ts";
import type { Services } from "./compose.ts";
import { type Language, Messages } from "./messages.ts";
import { PACKAGE_ROOT } from "./package-root.ts";
import { pictureMakerOf } from "./picture-maker.ts";
import { qualityDeskOf } from "./quality-desk.ts";
import { listsInForce, loadRecordRules } from "./record-rules.ts";
import { settingsDeskOf } from "./settings-desk.ts";
import { deliveriesOf } from "./take-delivery.ts";
import { reportFile } from "./target/report-file.ts";

/** The staff's part of the server. */
export function workroomOf(services: Services): Workroom {
  const messages: Readonly<Record<Language, Messages>> = { vi: new Messages("vi"), en: new Messages("en") };
  return {
    ...services,
    gates: { textReview, metadataEntry, pictureTreatment },
    deliveries: deliveriesOf(services),
    qualityDesk: qualityDeskOf(services),
    pictureMaker: pictureMakerOf(services.worker),
    home: services.config.home,
    pages: builtPages(),
    explain: (language, code, facts) => messages[language].failure(code, facts),
    recordRules: async (language) => loadRecordRules(services.config.home, language, await listsInForce(services.settings)),
    settingsDesk: settingsDeskOf(services.config),
    phrase: (language, key, facts) =>
      messages[language].find(key) === undefined ? undefined : messages[language].say(key, facts),
    reportFile: (language, form, report) => reportFile(messages[language], form, report, services.config.library ?? ""),
    say: (language, key) => messages[language].say(key),
  };
}

/** Run from sources the pages are built into `dist`; in the built package they lie beside this file's folder. */
function builtPages(): string {
  const isSource = import.meta.filename.endsWith(".ts");
  return isSource ? join(PACKAGE_ROOT, "dist/workroom") : join(import.meta.dirname, "../workroom");
}
