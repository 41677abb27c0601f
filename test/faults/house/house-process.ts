/**
 * A process at a toy house, to be killed, stopped and held: `work` works and reconciles until SIGTERM, `add` takes in the
 * batches it is given, `settle` works until nothing can be done. Arguments: what to do, the place as JSON, and for `add` and
 * `settle` the batches as JSON (item → name of file → text).
 */
import { writeSync } from "node:fs";
import { killAt } from "../../../pipeline/killpoint.ts";
import { reconcile } from "../../../pipeline/reconcile.ts";
import { work } from "../../../pipeline/worker.ts";
import { openToyHouse } from "../../fixtures/toy-house.ts";
import { type Batches, type Place, toyOptions } from "./place.ts";

const [task, placeJson = "{}", batchesJson = "{}"] = process.argv.slice(2);
const place = JSON.parse(placeJson) as Place;
const batches = JSON.parse(batchesJson) as Batches;
const options = { ...(await toyOptions(place)), onPoint: killAt(process.env["SOHOA_KILLPOINT"]) };
const house = await openToyHouse(place.home, options);
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
writeSync(1, "ready\n");

if (task === "work") await Promise.all([reconcile(house, stop.signal), work(house.worker, stop.signal, 5)]);
else {
  for (const [item, texts] of Object.entries(batches)) {
    await house.add(texts, undefined, item);
    // Said at once: from here on the batch counts as taken.
    writeSync(1, `taken ${item}\n`);
  }
  if (task === "settle") await house.settle(Object.keys(batches));
}
await house.close(true);
