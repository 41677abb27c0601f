/** `sohoa serve`: the reader's pages and the IIIF services, until stopped. */
import { once } from "node:events";
import { join } from "node:path";
import type { Command } from "commander";
import { keepSearchFresh } from "../catalogue/search/refresh.ts";
import { settlePublications } from "../pipeline/settle-publications.ts";
import { action } from "./command.ts";
import { wholeNumber } from "./numbers.ts";
import { logoFileOf, readProvider } from "./provider.ts";
import { refresherOf } from "./search-refresher.ts";

export function registerServe(program: Command): void {
  program
    .command("serve")
    .option("--host <address>", "", "127.0.0.1")
    .option("--port <n>", "", wholeNumber)
    .action(
      action(async (context, options: { readonly host: string; readonly port?: number }) => {
        const services = await context.services();
        const { createServer } = await import("../web/server/create-server.ts");
        const { ledger, store, cache, clock, log, config } = services;
        const { library, adminEmail, dataLicense } = config;
        const harvested = { ...(library && { library }), ...(adminEmail && { adminEmail }), ...(dataLicense && { dataLicense }) };
        const identity = { provider: await readProvider(config), logoFile: logoFileOf(config) };
        const server = await createServer({
          ledger,
          store,
          cache,
          search: services.search,
          clock,
          log,
          baseUrl: config.baseUrl,
          fontFolder: join(config.home, "fonts"),
          ...identity,
          ...harvested,
        });
        const port = options.port ?? (Number(new URL(config.baseUrl).port) || 4747);
        const address = await server.listen({ host: options.host, port });
        context.printer.note(context.say("serve.listening", { address }));
        // Published before there was a log: told to harvesters from now on.
        const settled = settlePublications(services).catch(() => 0);
        const fresh = keepSearchFresh({ ...services, ...refresherOf(services) }, context.signal);
        if (!context.signal.aborted) await once(context.signal, "abort");
        await Promise.all([fresh, settled]);
        await server.close();
        return { text: [] };
      }),
    );
}
