import type { EdgeSet } from "../../../model/rules/edges.js";

/** Whose codes, and where they are looked up. */
export type CodesOf = Pick<EdgeSet, "holder" | "scope">;

/** The codes that a holder has, or "gone" when the service says that the holder does not exist. */
export type Held = readonly string[] | "gone";

/** Reads the codes of one type that holders have, such as the roles of users. */
export interface HeldCodes {
  /** What an observation of this run says. */
  known(of: CodesOf): readonly string[] | undefined;
  /** Reads that arrive together share requests. `isFresh`: asks the service now, for a decision that cannot be undone. */
  read(of: CodesOf, isFresh: boolean): Promise<Held>;
  /** Asks the service without waiting for a batch. Calls that are made in the same moment still share a request. */
  readNow(of: CodesOf): Promise<Held>;
  /** Reads many without waiting for a batch, so that they are known. One that cannot be read stays unknown. */
  readMany(all: readonly CodesOf[]): Promise<void>;
  /** Runs a write. Earlier observations of these holders do not answer a read after it. */
  duringWrite<Result>(all: readonly CodesOf[], write: () => Promise<Result>): Promise<Result>;
}
