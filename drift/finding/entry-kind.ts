/** What a kind of finding or planned change means and asks for. */
export interface EntryKind {
  readonly title: string;
  /** What has been found, or what would happen. */
  readonly meaning: string;
  /** What the reader has to decide or to check. */
  readonly decision: string;
}
