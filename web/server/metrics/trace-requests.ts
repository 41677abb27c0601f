/** A span of each request, for whoever asked for traces: the pattern of its route, never its address, which may say what somebody reads. */
import type { Routes } from "../site.ts";

/** Names as OpenTelemetry's semantic conventions for HTTP have them. Nothing is done where no traces are wanted. */
export const traceRequests: Routes = (server, { services: { tracer } }) => {
  if (!tracer?.isOn) return;
  server.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "none";
    const attributes = {
      "http.request.method": request.method,
      "http.route": route,
      "http.response.status_code": reply.statusCode,
    };
    const span = tracer.begin(`${request.method} ${route}`, "request", attributes, reply.elapsedTime);
    span.end(reply.statusCode >= 500 ? String(reply.statusCode) : undefined);
    done();
  });
};
