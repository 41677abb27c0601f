/** The open data of this server, as its description tells of it. */
import type { DataAccess, DataSet } from "../../../formats/dcat.ts";
import { DISCOVERY_CONTEXT } from "../../../iiif/change-discovery.ts";
import type { Uris } from "../../../iiif/uri.ts";
import { say } from "../../messages.ts";
import type { Language } from "../language.ts";
import type { Site } from "../site.ts";
import { repositoryOf } from "./repository.ts";

/** The licence of the descriptions, if the library gave one. */
export function licenseOf({ services }: Pick<Site, "services">): { readonly license?: string } {
  return services.dataLicense === undefined ? {} : { license: services.dataLicense };
}

/** What there is now. */
export async function dataSetOf(site: Site): Promise<DataSet> {
  const { uris, services } = site;
  const { ledger } = services;
  const repository = repositoryOf(services);
  const itemCount = await ledger.countAnnounced({ isPublic: true });
  const { last } = await ledger.logExtent();
  const [newest] = await ledger.activities(last, last);
  return {
    id: uris.dataCatalogue(),
    title: inBoth((language) => `${say(language, "siteTitle")}: ${repository.name}`),
    description: inBoth((language) => say(language, "siteIntro")),
    publisher: repository.name,
    contactEmail: repository.adminEmail,
    homepage: uris.home(),
    ...licenseOf(site),
    itemCount,
    ...(newest && { modifiedAt: newest.at }),
    access: [...files(uris), ...protocols(uris)],
  };
}

function files(uris: Uris): readonly DataAccess[] {
  return [
    {
      kind: "file",
      title: { vi: "Mọi bản mô tả, mỗi dòng một đối tượng JSON", en: "All descriptions, one JSON object a line" },
      mediaType: "application/x-ndjson",
      address: uris.openData("jsonl"),
    },
    {
      kind: "file",
      title: { vi: "Mọi bản mô tả dưới dạng bảng", en: "All descriptions as a table" },
      mediaType: "text/csv",
      address: uris.openData("csv"),
    },
  ];
}

function protocols(uris: Uris): readonly DataAccess[] {
  const service = (name: string, address: string, standard: string): DataAccess => ({
    kind: "service",
    title: { vi: name, en: name },
    mediaType: "application/xml",
    address,
    standard,
  });
  return [
    service("OAI-PMH 2.0", uris.oai(), "http://www.openarchives.org/OAI/2.0/"),
    service("IIIF Change Discovery 1.0", uris.activities(), DISCOVERY_CONTEXT),
    service("IIIF Presentation 3.0", uris.collection(), "http://iiif.io/api/presentation/3/context.json"),
  ];
}

/** A text in the languages of the interface. */
function inBoth(text: (language: Language) => string): { readonly vi: string; readonly en: string } {
  return { vi: text("vi"), en: text("en") };
}
