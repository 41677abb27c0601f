/** The library's identity, from the configuration. */
import { resolve } from "node:path";
import type { Config } from "../config/schema.ts";
import type { Provider } from "../iiif/provider.ts";
import { ConfigError } from "../pipeline/errors.ts";

const FORMATS: Readonly<Record<string, "image/png" | "image/jpeg">> = { png: "image/png", jpeg: "image/jpeg" };

/**
 * What manifests say of the library; undefined when the configuration does not name it.
 * @throws {ConfigError} PROVIDER-LOGO when the logo cannot be read or is neither PNG nor JPEG.
 */
export async function readProvider(config: Config): Promise<Provider | undefined> {
  const { library, provider } = config;
  if (library === undefined) return undefined;
  const { nameEn, homepage, requiredStatement } = provider;
  const logo = await readLogo(config);
  return {
    name: { vi: library, ...(nameEn !== undefined && { en: nameEn }) },
    ...(homepage !== undefined && { homepage }),
    ...(logo && { logo }),
    ...(requiredStatement && { requiredStatement }),
  };
}

/** The file of the logo, if one is named. */
export function logoFileOf(config: Config): string | undefined {
  return config.provider.logo === undefined ? undefined : resolve(config.home, config.provider.logo);
}

async function readLogo(config: Config): Promise<Provider["logo"]> {
  const path = logoFileOf(config);
  if (path === undefined) return undefined;
  const { sharp } = await import("../formats/locked-sharp.ts");
  const found = await sharp(path)
    .metadata()
    .catch((cause: unknown) => {
      throw new ConfigError({ code: "PROVIDER-LOGO", subject: path, cause });
    });
  const format = FORMATS[found.format];
  if (format === undefined) throw new ConfigError({ code: "PROVIDER-LOGO", subject: path });
  return { format, width: found.width, height: found.height };
}
