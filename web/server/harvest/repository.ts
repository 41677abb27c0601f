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
  /** Whether there is a picture that stands for the library. */
  readonly hasLogo: boolean;
}

/** From the configuration; every mail domain has a postmaster (RFC 5321, 4.5.1). */
export function repositoryOf({ library, adminEmail, baseUrl, provider }: Services): Repository {
  const identifier = repositoryIdentifier(baseUrl);
  return {
    name: library ?? provider?.name.vi ?? new URL(baseUrl).hostname,
    adminEmail: adminEmail ?? `postmaster@${identifier}`,
    identifier,
    hasLogo: provider?.logo !== undefined,
  };
}
