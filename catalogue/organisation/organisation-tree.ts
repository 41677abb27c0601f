/** The tree of organisations as it stood on a day. Pure: it is built from all organisations with all their dates. */
import { holdsOn, type Organisation } from "./organisation.ts";

/** The tree of one day. */
export interface OrganisationTree {
  /** The organisation that a text of the register means, by its id or any name that it ever bore; names of that day come first. */
  find(text: string): Organisation | undefined;
  /** Who stands for it on the day: itself, or whoever took its place, and the place of that one, up to one that is there. */
  standingFor(organisation: Organisation): Organisation;
  nameOf(organisation: Organisation): string;
  /** What it belongs to, from near to far, each as it stands on the day. */
  ancestorsOf(organisation: Organisation): readonly Organisation[];
}

/** The tree on a day. Links to organisations that are not there lead nowhere; `checkOrganisations` tells of them. */
export function organisationTree(organisations: readonly Organisation[], date: string): OrganisationTree {
  const byId = new Map(organisations.map((each) => [each.id, each]));
  const byName = namesOn(organisations, date);

  const standingFor = (organisation: Organisation): Organisation => {
    const seen = new Set<string>();
    let at = organisation;
    while (at.until !== undefined && at.until <= date && at.successor !== undefined && !seen.has(at.id)) {
      seen.add(at.id);
      const next = byId.get(at.successor);
      if (!next) break;
      at = next;
    }
    return at;
  };

  const ancestorsOf = (organisation: Organisation): readonly Organisation[] => {
    const found: Organisation[] = [];
    let at = standingFor(organisation);
    for (;;) {
      const parent = byId.get(at.parents.find((each) => holdsOn(each, date))?.id ?? "");
      if (!parent) return found;
      at = standingFor(parent);
      if (found.includes(at) || at === organisation) return found;
      found.push(at);
    }
  };

  return {
    find: (text) => byId.get(text.trim()) ?? byName.get(nameKey(text)),
    standingFor,
    nameOf: (organisation) => nameOn(organisation, date),
    ancestorsOf,
  };
}

/** The name that holds on the day; of an organisation that has none on it, the one that it bore last. */
function nameOn({ names }: Organisation, date: string): string {
  return (names.find((name) => holdsOn(name, date)) ?? names.at(-1))?.text ?? "";
}

/** One name may be that of several at different times: it means who bears it on the day, else who bore it before, else who will. */
function namesOn(organisations: readonly Organisation[], date: string): ReadonlyMap<string, Organisation> {
  const all = organisations.flatMap((organisation) =>
    organisation.names.map((name) => {
      const isOfTheDay = holdsOn(name, date) && holdsOn(organisation, date);
      const hasBegun = (name.from ?? organisation.from ?? "") <= date;
      return { key: nameKey(name.text), organisation, rank: isOfTheDay ? 2 : hasBegun ? 1 : 0 };
    }),
  );
  return new Map(all.sort((a, b) => a.rank - b.rank).map(({ key, organisation }) => [key, organisation]));
}

/** Names are the same when they differ only in spacing, case or the encoding of accents. */
export function nameKey(text: string): string {
  return text.normalize("NFC").trim().replace(/\s+/gu, " ").toLowerCase();
}
