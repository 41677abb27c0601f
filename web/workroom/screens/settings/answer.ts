/** What the server says of settings. */

/** Who set something here, and when; null where the file's word holds. */
export type SetBy = { readonly agent: string; readonly at: string } | null;

type GateName = "text-review" | "metadata-entry";

/** What a profile's policy can say. */
export interface Policy {
  readonly gates: Readonly<Partial<Record<GateName, "required" | "draft-may-publish">>>;
  readonly approvals: Readonly<Partial<Record<GateName, "one-person" | "two-persons">>>;
  readonly sample: { readonly share: number; readonly least: number; readonly tolerated: number } | null;
}

/** The policy of one profile as it is in force. */
export interface ProfilePolicy extends Policy {
  readonly profile: string;
  readonly quality: string | null;
  readonly setBy: SetBy;
}

/** An entry of a list. */
export interface Entry {
  readonly id: string;
  readonly vi: string;
  readonly en: string;
  readonly also: readonly string[];
  readonly isHidden: boolean;
  readonly isOwn: boolean;
}

/** A controlled list. */
export interface List {
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly setBy: SetBy;
}

/** All of it. */
export interface SettingsAnswer {
  readonly filed: readonly { readonly name: string; readonly value: string }[];
  readonly outsideSignIn: { readonly issuer: string; readonly clientId: string; readonly redirect: string } | null;
  readonly targets: readonly string[];
  readonly policies: readonly ProfilePolicy[];
  readonly lists: readonly List[];
}
