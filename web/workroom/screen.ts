/** What a screen of the workroom is. */
import type { ComponentType } from "preact";
import type { frame } from "./words/frame.ts";

/** What every screen is given: the named parts of its path. */
export type ScreenProps = { readonly path: Readonly<Record<string, string>> };

/** One screen, loaded when it is first shown. */
export interface Screen {
  /** Path under `/workroom` with named parts. */
  readonly path: string;
  /** Its place in the rail, where it has one. */
  readonly rail?: keyof typeof frame.vi;
  /** The right that its work demands; see catalogue/users/roles.ts. */
  readonly right: string;
  readonly load: () => Promise<ComponentType<ScreenProps>>;
}
