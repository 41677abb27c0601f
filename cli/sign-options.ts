/** What can be asked of `sohoa sign`. */

/** Options of `sign`. */
export interface SignOptions {
  readonly p12?: string;
  readonly profile?: string;
  readonly seal?: string;
  readonly reason?: string;
  readonly location?: string;
  readonly above?: boolean;
  readonly to?: string;
  readonly agent?: string;
  readonly check?: boolean;
}
