/** What harvesters are told of this server, and by which names. */
import { repositoryIdentifier } from "../../../formats/oai/identifier.ts";
import type { Services } from "../services.ts";

/** The repository of a server. */
export interface Repository {
  /** Name of the library; the host where the configuration names none. */
  readonly name: string;
  readonly adminEmail: string;
  /** The name space of OAI identifiers. */
  readonly identifier: string;
}

/** From the configuration; every mail domain has a postmaster (RFC 5321, 4.5.1). */
export function repositoryOf({ library, adminEmail, baseUrl }: Services): Repository {
  const identifier = repositoryIdentifier(baseUrl);
  return { name: library ?? new URL(baseUrl).hostname, adminEmail: adminEmail ?? `postmaster@${identifier}`, identifier };
}
