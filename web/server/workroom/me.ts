/** `GET /api/me`: who is signed in, what they may do, and the token that changes need. */
import { rightsOf } from "../../../catalogue/users/roles.ts";
import { newSecret } from "../../../catalogue/users/secrets.ts";
import { cookiesFor } from "../access/cookies.ts";
import { formToken } from "../access/form-token.ts";
import { accountOf, type WorkroomRoutes } from "./api.ts";

/** The route. */
export const meRoutes: WorkroomRoutes = (server, site) => {
  const cookies = cookiesFor(site.services.baseUrl);

  server.get("/api/me", async (request, reply) => {
    const { name } = accountOf(request);
    const role = request.visitor?.account.role;
    const form = cookies.form.of(request) ?? newSecret();
    cookies.form.set(reply, form);
    return reply.send({
      name,
      role,
      rights: role === undefined ? [] : rightsOf(role),
      token: formToken(form, cookies.session.of(request)),
    });
  });
};
