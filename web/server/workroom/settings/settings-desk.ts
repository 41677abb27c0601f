/** What the screen of settings is given: what stands in files here, and the profiles as the files say. */
import type { ControlledLists } from "../../../../catalogue/record/lists.ts";
import type { Profile } from "../../../../pipeline/profile.ts";

/** A setting of the configuration's file, as it may be shown. */
export interface FiledSetting {
  /** Its name in the file, such as `provider.nameEn`. */
  readonly name: string;
  /** Empty where nothing is set. */
  readonly value: string;
}

/** Signing in by an identity of the library's own, as it may be shown. */
export interface OutsideSignIn {
  readonly issuer: string;
  readonly clientId: string;
  /** Where the provider sends people back to: it must be told this address. */
  readonly redirect: string;
}

/** The port. */
export interface SettingsDesk {
  filed(): readonly FiledSetting[];
  /** Profiles by their files, without what was set here. */
  profiles(): Promise<readonly Profile[]>;
  /** Lists of the package and of the library's folder, without what was set here. */
  lists(): Promise<ControlledLists>;
  readonly outsideSignIn: OutsideSignIn | undefined;
}
