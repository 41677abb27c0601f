/**
 * `GET /api/events`: tells open pages that something in the catalogue has changed (server-sent events), whoever changed it and in
 * whatever process. What has changed is for the page to ask.
 */
import type { FastifyReply } from "fastify";
import type { WorkroomRoutes } from "./api.ts";

/** How often the catalogue is asked while anybody listens. */
const ASK_MILLISECONDS = 1000;
/** Proxies close connections on which nothing is said. */
const SIGN_OF_LIFE_ROUNDS = 15;
const MOST_LISTENERS = 500;

/** The route. */
export const eventRoutes: WorkroomRoutes = (server, _site, workroom) => {
  const listeners = new Set<FastifyReply["raw"]>();
  let timer: NodeJS.Timeout | undefined;
  let mark: string | undefined;
  let round = 0;

  const tell = (text: string): void => {
    for (const listener of listeners) listener.write(text);
  };
  const ask = async (): Promise<void> => {
    round += 1;
    // A catalogue that is away for a moment is no reason to end the connection; the next round asks again.
    const now = await Promise.resolve(workroom.ledger.changeMark()).catch(() => mark);
    if (now !== mark && mark !== undefined) tell("event: change\ndata: {}\n\n");
    else if (round % SIGN_OF_LIFE_ROUNDS === 0) tell(": alive\n\n");
    mark = now;
    if (listeners.size > 0) timer = setTimeout(() => void ask(), ASK_MILLISECONDS);
    else [timer, mark] = [undefined, undefined];
  };
  server.addHook("preClose", async () => {
    clearTimeout(timer);
    for (const listener of listeners) listener.end();
  });

  server.get("/api/events", async (_request, reply) => {
    if (listeners.size >= MOST_LISTENERS) return reply.code(503).send();
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    reply.raw.write("retry: 2000\n\n");
    listeners.add(reply.raw);
    reply.raw.on("close", () => listeners.delete(reply.raw));
    if (timer === undefined) {
      timer = setTimeout(() => void ask(), ASK_MILLISECONDS);
      mark = await Promise.resolve(workroom.ledger.changeMark()).catch(() => undefined);
    }
    return reply;
  });
};
