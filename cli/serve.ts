/** `sohoa serve`: the reader's pages and the IIIF services, until stopped. */
import { once } from "node:events";
import { join } from "node:path";
import type { Command } from "commander";
import { keepSearchFresh } from "../catalogue/search/refresh.ts";
import { settlePublications } from "../pipeline/settle-publications.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { wholeNumber } from "./numbers.ts";
import { outsideOf } from "./outside.ts";
import { logoFileOf, readProvider } from "./provider.ts";
import { refresherOf } from "./search-refresher.ts";
import { workroomOf } from "./serve-workroom.ts";

export function registerServe(program: Command): void {
  program
    .command("serve")
    .option("--host <address>", "", "127.0.0.1")
    .option("--port <n>", "", wholeNumber)
    .action(
      action(async (context, options: { readonly host: string; readonly port?: number }) => {
        const services = await context.services();
        const { createServer } = await import("../web/server/create-server.ts");
        const { keepTexts } = await import("../web/server/workroom/text/keep-texts.ts");
        const { ledger, store, cache, clock, log, config } = services;
        const { library, adminEmail, dataLicense } = config;
        const harvested = { ...(library && { library }), ...(adminEmail && { adminEmail }), ...(dataLicense && { dataLicense }) };
        const identity = { provider: await readProvider(config), logoFile: logoFileOf(config) };
        const workroom = workroomOf(services);
        const server = await createServer({
          ledger,
          store,
          cache,
          search: services.search,
          users: services.users,
          workroom,
          outside: await outsideOf(config, process.env),
          // A secret: never part of the configuration that is shown or backed up.
          watch: { observer: services.observer, token: process.env["SOHOA_METRICS_TOKEN"] || undefined },
          clock,
          log,
          tracer: services.tracer,
          baseUrl: config.baseUrl,
          fontFolder: join(config.home, "fonts"),
          ...identity,
          ...harvested,
        });
        const port = options.port ?? (Number(new URL(config.baseUrl).port) || 4747);
        const address = await server.listen({ host: options.host, port });
        context.printer.note(context.say("serve.listening", { address }));
        await greetFirst(context, services, address);
        // Published before there was a log: told to harvesters from now on.
        const settled = settlePublications(services).catch(() => 0);
        const fresh = keepSearchFresh({ ...services, ...refresherOf(services) }, context.signal);
        const stop = new AbortController();
        const texts = keepTexts(workroom, services.owner, log, stop.signal);
        if (!context.signal.aborted) await once(context.signal, "abort");
        await Promise.all([fresh, settled]);
        await server.close();
        // After the last save that anybody could send.
        stop.abort();
        await texts;
        return { text: [] };
      }),
    );
}

/** As long as there is nobody, whoever reads the terminal of the server may become the first administrator. */
async function greetFirst({ printer, say, config }: Context, { users }: Services, listening: string): Promise<void> {
  const first = await users.firstToken();
  if (!first) return;
  // A site without a name of its own is reached where it listens, whatever port was asked for.
  const isNameless = /^(127\.0\.0\.1|localhost|\[::1\])$/.test(new URL(config.baseUrl).hostname);
  const address = `${(isNameless ? listening : config.baseUrl).replace(/\/+$/, "")}/sign-in/token`;
  printer.note(say("serve.first-token", { address, token: first.token, until: first.expiresAt }));
}
