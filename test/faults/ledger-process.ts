/**
 * A process beside the test's own, at the same catalogue. Arguments: config as JSON, then what to do:
 * `claim` takes and finishes tasks until none is left and prints the id of each; `write` makes and finishes tasks until it is
 * killed and prints the number of each after its transaction was acknowledged.
 */
import { writeSync } from "node:fs";
import { type CatalogueConfig, openCatalogue } from "../../catalogue/open.ts";
import { dueTask, result } from "../contracts/ledger-values.ts";

const [config, task] = process.argv.slice(2);
const { ledger, close } = await openCatalogue(JSON.parse(config ?? "{}") as CatalogueConfig, () => new Date());
const taker = { owner: `process-${process.pid}`, leaseSeconds: 60 };
/** Written at once: what a killed process had buffered would not count as acknowledged. */
const say = (line: string) => writeSync(1, `${line}\n`);

say("ready");
if (task === "claim") {
  for (let leased = await ledger.claimNext(taker); leased; leased = await ledger.claimNext(taker)) {
    if (await ledger.finish(leased, result(leased.subject))) say(leased.taskId);
  }
  await close();
} else {
  for (let count = 1; ; count += 1) {
    await ledger.ensureTasks([dueTask("p0001", `work ${count}`)]);
    const leased = await ledger.claimNext(taker);
    if (leased && (await ledger.finish(leased, result(`result ${count}`)))) say(String(count));
  }
}
