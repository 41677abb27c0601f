/** The words of a contact sheet in one language. */
import type { SheetWords } from "../../formats/contact-sheet/sheet-page.ts";
import type { Messages } from "../messages.ts";

/** Everything that stands on each sheet. */
export function sheetWords(messages: Messages): SheetWords {
  return {
    before: messages.say("contact.before"),
    after: messages.say("contact.after"),
    noPicture: messages.say("contact.noPicture"),
    severity: {
      rescan: messages.say("contact.rescan"),
      warning: messages.say("contact.warning"),
      note: messages.say("contact.note"),
    },
    outline: messages.say("contact.outline"),
    kept: messages.say("contact.kept"),
    fold: messages.say("contact.fold"),
    noFindings: messages.say("contact.noFindings"),
    more: (count) => messages.say("contact.more", { count }),
  };
}
