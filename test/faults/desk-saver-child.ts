/** Saves to a record desk until it is killed; says which saves were acknowledged, one a line. */
import { openCatalogue } from "../../catalogue/open.ts";

const [file = "", itemId = "", round = ""] = process.argv.slice(2);
const { recordVersions } = await openCatalogue({ file }, () => new Date());
let base = (await recordVersions.openDesk(itemId, { fields: {}, origin: "" })).number;
for (let at = 0; ; at += 1) {
  const saveId = `${round}-${at}`;
  const field = ["paper", "ink", "edition"][at % 3] ?? "paper";
  const saved = await recordVersions.save({ itemId, saveId, base, changes: { [field]: saveId }, cause: "typed", agent: "lan" });
  base = saved.number;
  process.stdout.write(`${saveId} ${saved.number}\n`);
}
