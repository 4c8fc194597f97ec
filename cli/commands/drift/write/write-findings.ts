import { isOpenFrom } from "../../../../drift/finding/entry.js";
import type { Finding } from "../../../../drift/finding/finding.js";
import { selectFindings } from "../../../../drift/policy/select.js";
import type { DriftReport } from "../../../../drift/report/report.js";
import { describeChange, describePlace } from "../../../../roster/index.js";
import type { PoolContents } from "../../../../roster/write/pool-contents.js";
import { ManagementClient } from "../../../../sdk/index.js";
import { clientOptions } from "../../../../provider/settings.js";
import { CommandError } from "../../../failure.js";
import type { Output, Surroundings } from "../../../surroundings.js";
import { countOfChanges, writeRosterFiles } from "../../../roster-files.js";
import { readContents } from "../../../pool-contents/read-contents.js";
import type { ReviewedStates } from "../../../states/reviewed-states.js";
import { poolOfRoster } from "./pool-of-roster.js";
import type { RosterToWrite } from "./roster-to-write.js";
import { type Remark, type TakenOver, takeOver } from "./take-over.js";

export interface WriteOptions {
  /** Ids of findings, kinds, rules and severities. */
  readonly selection: readonly string[];
  readonly roster: RosterToWrite;
  readonly isDryRun: boolean;
  readonly roleNamespaces: readonly string[];
  readonly pageSize: number;
  /** Where changes are listed. */
  readonly out: Output;
}

/** What is left after chosen findings were written. */
export interface Written {
  /** Whether each chosen finding was taken over. */
  readonly isWhole: boolean;
  /** Whether a finding that counts as drift is not in the roster. */
  readonly isDriftLeft: boolean;
}

/**
 * Takes chosen findings of a review over into the files of a roster.
 *
 * @throws CommandError before anything is written, when an id matches no finding
 */
export async function writeFindings(
  report: DriftReport,
  states: ReviewedStates,
  options: WriteOptions,
  surroundings: Surroundings,
): Promise<Written> {
  const { selection, roster, isDryRun, out } = options;
  const { chosen, unmatched } = selectFindings(selection, report.findings);
  if (unmatched.length > 0) throw new CommandError(`--write: ${unmatched.join("\n")}`);
  const taken = chosen.length === 0 ? nothing : await takenOver(chosen, states, options, surroundings);
  if (!isDryRun) await writeRosterFiles(roster.folder, taken.files);
  for (const each of taken.refused) surroundings.stderr.write(`pulumi-approw: ${lineOf(each, roster)}\n`);
  for (const each of taken.done) out.write(`${lineOf(each, roster)}\n`);
  for (const change of taken.changes) out.write(`${describeChange(change)}\n`);
  const unwritten = isDryRun && taken.changes.length > 0 ? ", not written because of --dry-run" : "";
  out.write(`${countOfChanges(taken.changes.length)} in the roster ${roster.name}${unwritten}\n`);
  const refused = new Set(taken.refused.map(({ finding }) => finding.id));
  const settled = new Set(chosen.map(({ id }) => id).filter((id) => !refused.has(id)));
  return {
    isWhole: refused.size === 0,
    isDriftLeft: report.findings.some(
      (finding) => isOpenFrom(finding, report.failOn) && !settled.has(finding.id),
    ),
  };
}

const nothing: TakenOver = { files: [], changes: [], done: [], refused: [] };

/** A roster is of one pool. */
async function takenOver(
  chosen: readonly Finding[],
  states: ReviewedStates,
  options: WriteOptions,
  surroundings: Surroundings,
): Promise<TakenOver> {
  const { roster } = options;
  const { connection, resources } = poolOfRoster(states);
  const { userPoolId } = connection.settings;
  const here = chosen.filter((finding) => finding.userPoolId === userPoolId);
  const client = new ManagementClient(clientOptions(connection.settings));
  const taken = takeOver({
    sources: roster.sources,
    contents: await contentsOf(client, options),
    resources,
    chosen: here,
    today: surroundings.now().toISOString().slice(0, 10),
    newFiles: roster.newFiles,
  });
  const elsewhere = chosen
    .filter((finding) => finding.userPoolId !== userPoolId)
    .map((finding) => ({ finding, reason: `the roster is of the user pool ${userPoolId}` }));
  return { ...taken, refused: [...elsewhere, ...taken.refused] };
}

async function contentsOf(
  client: ManagementClient,
  { roleNamespaces: namespaces, pageSize }: WriteOptions,
): Promise<PoolContents> {
  const { contents } = await readContents(client, { namespaces, pageSize, onProgress: () => undefined });
  return contents;
}

function lineOf({ finding: { id }, reason, place }: Remark, { prefix }: RosterToWrite): string {
  return place === undefined ? `${id}: ${reason}` : `${id}: ${prefix}${describePlace(place)}: ${reason}`;
}
