/**
 * `/api/settings`: what is set here, and what stands in the configuration's file and is only shown. A policy set for a profile holds for its
 * items that are here and for those that come; a list set here is laid over those of the files.
 */
import { z } from "zod";
import { listSchema, withOwnEntries } from "../../../../catalogue/record/lists.ts";
import { type Policy, policyOf, policySchema, type SettingRow, underPolicy } from "../../../../catalogue/settings/port.ts";
import { canonicalJson } from "../../../../pipeline/derive.ts";
import { accountOf, bodyOf, notFound, type WorkroomRoutes } from "../api.ts";
import type { Workroom } from "../workroom.ts";

/** Lists grow by hand. */
const MOST_ENTRIES = 2000;

const entry = z.strictObject({
  id: z.string().trim().min(1).max(200).regex(/^\S+$/),
  vi: z.string().trim().min(1).max(300),
  en: z.string().trim().min(1).max(300),
  also: z.array(z.string().trim().min(1).max(300)).max(50).default([]),
  isHidden: z.boolean().default(false),
});
const bodyOfList = z
  .strictObject({ entries: z.array(entry).max(MOST_ENTRIES) })
  .refine(({ entries }) => new Set(entries.map(({ id }) => id)).size === entries.length, {
    path: ["entries"],
    message: "two entries have the same id",
  });

/** The routes. */
export const settingsRoutes: WorkroomRoutes = (server, _site, workroom) => {
  const { settings, settingsDesk, ledger } = workroom;

  server.get("/api/settings", async () => {
    const set = new Map((await settings.all()).map((row) => [row.name, row]));
    const [profiles, filed] = [await settingsDesk.profiles(), await settingsDesk.lists()];
    return {
      filed: settingsDesk.filed(),
      outsideSignIn: settingsDesk.outsideSignIn ?? null,
      targets: (await workroom.holdings.targets()).map(({ name }) => name),
      policies: profiles.map((profile) => {
        const row = set.get(`policy.${profile.name}`);
        const policy = row === undefined ? policyOf(profile) : policyOf(underPolicy(profile, policySchema.parse(row.value)));
        return { profile: profile.name, quality: profile.quality ?? null, ...policy, setBy: told(row) };
      }),
      lists: [...filed].map(([name, entries]) => {
        const row = set.get(`list.${name}`);
        const own = row === undefined ? [] : listSchema.parse(row.value);
        const merged = withOwnEntries(new Map([[name, entries]]), new Map([[name, own]])).get(name) ?? [];
        const isOwn = new Set(own.map(({ id }) => id));
        return { name, entries: merged.map((each) => ({ ...each, isOwn: isOwn.has(each.id) })), setBy: told(row) };
      }),
    };
  });

  server.put<{ Params: { profile: string } }>("/api/settings/policies/:profile", async (request) => {
    const policy = bodyOf(policyBody(workroom), request);
    const profile = (await settingsDesk.profiles()).find(({ name }) => name === request.params.profile);
    if (!profile) throw notFound();
    const { name: agent } = accountOf(request);
    const row = await settings.set({ name: `policy.${profile.name}`, value: policy, agent });
    // Said again it holds for all: a server that died on the way did not reach every item.
    return { isChanged: row !== undefined, items: await applyPolicy(workroom, profile.name, policy) };
  });

  server.put<{ Params: { list: string } }>("/api/settings/lists/:list", async (request) => {
    const { entries } = bodyOf(bodyOfList, request);
    const filed = (await settingsDesk.lists()).get(request.params.list);
    if (!filed) throw notFound();
    const { name: agent } = accountOf(request);
    const own = entries.map((each) => ({ ...each, vi: each.vi.normalize("NFC"), en: each.en.normalize("NFC") }));
    const changed = own.filter((each) => canonicalJson(filed.find(({ id }) => id === each.id) ?? null) !== canonicalJson(each));
    const row = await settings.set({ name: `list.${request.params.list}`, value: changed, agent });
    return { isChanged: row !== undefined };
  });

  /** Items of the profile that are not given up; those that are planned anew by it are planned by the reconciler. */
  async function applyPolicy({ ledger: items }: Workroom, profile: string, policy: Policy): Promise<number> {
    let count = 0;
    for (const item of await items.items()) {
      if (item.cancelled || item.profile.name !== profile) continue;
      const wanted = underPolicy(item.profile, policy);
      if (canonicalJson(wanted) === canonicalJson(item.profile)) continue;
      await ledger.setProfile(item.id, wanted);
      count += 1;
    }
    return count;
  }
};

/** Only gates that people answer, and nothing unknown: what is kept here is never read again with forgiving eyes. */
function policyBody({ gates: { textReview, metadataEntry } }: Workroom) {
  const known = [textReview.name, metadataEntry.name];
  return policySchema
    .strict()
    .refine(({ gates, approvals }) => [...Object.keys(gates), ...Object.keys(approvals)].every((name) => known.includes(name)), {
      path: ["gates"],
    });
}

function told(row: SettingRow | undefined) {
  return row === undefined ? null : { agent: row.agent, at: row.setAt };
}
