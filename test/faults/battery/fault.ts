/** One fault of the battery: what is done, and which tests do it. */
export interface Fault {
  /** F01 to F42. */
  readonly id: string;
  readonly fault: string;
  /** What the tests do. */
  readonly done: string;
  /** File below `test/` without its ending, and a part of the names of those tests in it, as it stands in the source. */
  readonly tests: readonly (readonly [file: string, name: string])[];
  /** What of the fault no test does; empty when nothing is left. */
  readonly open: string;
}
