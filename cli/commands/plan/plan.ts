import { resolve } from "node:path";

import { type Command, Option } from "commander";

import { ManagedPool } from "../../../drift/compare/managed-pool.js";
import { Comparison } from "../../../drift/comparison.js";
import type { NotRead } from "../../../drift/completeness/not-read.js";
import { unreadStates } from "../../../drift/completeness/unread-states.js";
import { type ReportedSeverity, reportedSeverity } from "../../../drift/finding/parts.js";
import { composePlan, type PlannedPool } from "../../../drift/report/compose-plan.js";
import { planFormats } from "../../../drift/report/formats.js";
import { planExitCodes, type PlanReport } from "../../../drift/report/plan-report.js";
import { viewOf } from "../../../drift/report/view-of.js";
import { planRun } from "../../../plan/plan-run.js";
import { withRepairs } from "../../../plan/repairs.js";
import {
  isAuthenticationError,
  type ManagementClient,
  type RequestStats,
  type UserField,
} from "../../../sdk/index.js";
import { isUserField } from "../../../sdk/users/user-fields.js";
import { assertOwnFiles, deliver, type Destination, formatOption, type Medium } from "../../destinations.js";
import { existingDirectory } from "../../directory.js";
import { withOrigins } from "../../provenance/origins-of-findings.js";
import { Provenance } from "../../provenance/provenance.js";
import { readGivenRoster } from "../../given-roster.js";
import { openClient } from "../../connections/open-client.js";
import { notEmpty, repeatable, wholeNumber } from "../../option-values.js";
import { type Progress, showProgress } from "../../progress.js";
import { PulumiCli } from "../../pulumi-cli.js";
import { assertComplete, requireCompleteOption } from "../../require-complete.js";
import { noGitOption, pageSizeOption, roleNamespaceOption } from "../../shared-options.js";
import type { Surroundings } from "../../surroundings.js";
import { packageVersion } from "../../version.js";
import { connectionsOf, type PoolConnection } from "../../connections/connections.js";
import { projectFileOf } from "../../project/project-file.js";
import { resourcesIn } from "../../states/reviewed-states.js";
import { readPolicy, teamFiles } from "../../project/team-files.js";
import { gapOfCredentials, gapsOfProviders, gapsOfRun } from "./gaps.js";
import { limitsOf } from "./limits.js";
import { readRun, type StackRun } from "./read-run.js";
import { share } from "./share.js";
import { type PoolRun, splitByPool } from "./split-by-pool.js";

interface PlanFlags {
  readonly stack?: string;
  readonly preview?: string;
  readonly state?: string;
  readonly refresh: boolean;
  readonly cwd: string;
  readonly roster: readonly string[];
  readonly git: boolean;
  readonly roleNamespace: readonly string[];
  readonly policy?: string;
  readonly format: readonly Destination<keyof typeof planFormats>[];
  readonly requireReview?: ReportedSeverity;
  readonly requireComplete: boolean;
  readonly maxDeletions?: number;
  readonly maxDeletionShare?: number;
  readonly pageSize: number;
}

/** `pulumi-approw plan`: what the next `pulumi up` does to people. It changes nothing. */
export function configurePlan(
  command: Command,
  surroundings: Surroundings,
  end: (exitCode: number) => void,
): void {
  command
    .option("--stack <name>", "stack to plan (default: the selected stack)", notEmpty)
    .option("--preview <file>", "output of `pulumi preview --json` (default: the preview is run)", notEmpty)
    .option("--state <file>", "output of `pulumi stack export` (default: the stack is exported)", notEmpty)
    .option("--refresh", "plan `pulumi up --refresh`, which also repairs drift", false)
    .option("--cwd <directory>", "directory of the project, where files are read", ".")
    .addOption(repeatable("--roster <path>", "file or folder of a roster: changes name its lines", "none"))
    .addOption(noGitOption())
    .addOption(roleNamespaceOption())
    .option(
      "--policy <file>",
      `severities and accepted changes (default: ${teamFiles.policy}, if it exists)`,
      notEmpty,
    )
    .addOption(formatOption(planFormats, "table"))
    .addOption(
      new Option("--require-review <severity>", "stop for changes of this severity or higher").choices(
        reportedSeverity.options,
      ),
    )
    .option(
      "--max-deletions <number>",
      "stop if more users leave the program and are deleted or blocked (default: approw:maxDeletions, if it is set)",
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
    )
    .option(
      "--max-deletion-share <percentage>",
      "stop if a larger share of the users in the state leave the program and are deleted or blocked, such as 10%",
      share,
    )
    .addOption(requireCompleteOption())
    .addOption(pageSizeOption())
    .addHelpText(
      "after",
      "\nExit codes: 0 nothing to stop for, 2 stop (a refusal, a limit or a required review), 1 there is no plan, or it is incomplete and --require-complete is set.",
    )
    .action(async (flags: PlanFlags) => {
      const project = await existingDirectory("--cwd", flags.cwd, surroundings.cwd);
      assertOwnFiles(flags.format, surroundings.cwd, filesRead(flags, project));
      const report = await plan(flags, { ...surroundings, cwd: project });
      const projectFile = projectFileOf(project, surroundings.cwd);
      const render = (format: keyof typeof planFormats, medium: Medium): string =>
        planFormats[format].render(report, { ...medium, projectFile });
      const { outcome: summary } = viewOf(report);
      await deliver({ render, standard: "table", summary }, flags.format, surroundings);
      if (flags.requireComplete) assertComplete(report, "plan");
      end(planExitCodes[report.verdict]);
    });
}

function filesRead({ preview, state, policy }: PlanFlags, project: string): Set<string> {
  const files = [preview, state, policy ?? teamFiles.policy].filter((file) => file !== undefined);
  return new Set(files.map((file) => resolve(project, file)));
}

async function plan(flags: PlanFlags, surroundings: Surroundings): Promise<PlanReport> {
  const { env, cwd, stderr } = surroundings;
  const policy = await readPolicy(flags.policy, cwd);
  const roster = readGivenRoster(flags.roster, cwd, surroundings.now());
  const cli = new PulumiCli(surroundings);
  const { preview, state, refresh } = flags;
  // With both files, nothing is asked of Pulumi: the pool comes from the environment.
  const isFromFiles = preview !== undefined && state !== undefined;
  const stack = flags.stack ?? (isFromFiles ? undefined : await cli.selectedStack());
  const name = stack ?? state ?? "";
  if (preview === undefined) stderr.write(`pulumi-approw: running pulumi preview of the stack ${name}\n`);
  const run = await readRun({ stack: name, preview, state, refresh }, cli, cwd);
  const connections = await connectionsOf([run.deployment], stack === undefined ? [] : [stack], cli, env);
  const { maxDeletions, maxDeletionShare, requireReview } = flags;
  const limits =
    maxDeletions === undefined ? await limitsOf(connections, stack, cli) : new Map<string, number>();
  const provenance = new Provenance(
    { roster, deployments: [run.deployment], usesGit: flags.git },
    surroundings,
  );
  const progress = showProgress(stderr, () => surroundings.now());
  try {
    const { pools, stats, gaps, credentials } = await planPools(
      run,
      connections,
      { ...flags, stack: name, provenance, limits },
      progress,
    );
    return composePlan({
      pools,
      stacks: [name],
      notRead: [...unreadStates([run.deployment]), ...gaps],
      policy,
      requireReview,
      maxDeletions,
      maxDeletionShare,
      credentials,
      stats,
      version: packageVersion(),
      now: surroundings.now(),
    });
  } finally {
    progress.stop();
  }
}

interface StackFlags extends Omit<PlanFlags, "stack"> {
  readonly stack: string;
  readonly provenance: Provenance;
  /** How many users may be deleted, by the id of the pool. Empty where the limit is for all pools together. */
  readonly limits: ReadonlyMap<string, number>;
}

interface PlannedPools {
  readonly pools: readonly PlannedPool[];
  readonly stats: readonly RequestStats[];
  readonly gaps: readonly NotRead[];
  readonly credentials: PlanReport["credentials"];
}

async function planPools(
  { deployment, resources, steps }: StackRun,
  connections: readonly PoolConnection[],
  flags: StackFlags,
  progress: Progress,
): Promise<PlannedPools> {
  const userPoolIds = connections.map(({ settings }) => settings.userPoolId);
  const [standard = ""] = userPoolIds;
  const byProvider = new Map(
    connections.flatMap(({ settings, providers }) =>
      providers.map((urn) => [urn, settings.userPoolId] as const),
    ),
  );
  const split = splitByPool(resources, steps, { standard, byProvider });
  const pools: PlannedPool[] = [];
  const stats: RequestStats[] = [];
  const gaps: NotRead[] = [];
  let credentials: PlanReport["credentials"] = { status: "accepted" };
  for (const run of split.runs) {
    const connection = connections.find(({ settings }) => settings.userPoolId === run.userPoolId);
    if (connection === undefined) continue;
    const open = await openClient(connection, progress).catch((error: unknown) => {
      if (isAuthenticationError(error)) return error;
      throw error;
    });
    // `pulumi up` would fail for the same reason, which is what the plan says.
    if (open instanceof Error) {
      credentials = { status: "rejected", message: open.message };
      gaps.push(gapOfCredentials(run.userPoolId));
      continue;
    }
    const managed = new ManagedPool(resourcesIn(run.userPoolId, userPoolIds, [deployment]));
    const { pool, gaps: its } = await planPool(open.client, run, connection, managed, flags, progress);
    pools.push(pool);
    gaps.push(...its);
    stats.push(...open.stats());
  }
  gaps.push(...gapsOfProviders(split.lost));
  return { pools, stats, gaps, credentials };
}

async function planPool(
  client: ManagementClient,
  { userPoolId, resources, steps }: PoolRun,
  { settings }: PoolConnection,
  managed: ManagedPool,
  flags: StackFlags,
  progress: Progress,
): Promise<{ pool: PlannedPool; gaps: NotRead[] }> {
  const run = {
    source: flags.stack,
    resources,
    steps,
    adopt: settings.adopt,
    providerName: settings.providerName,
  };
  const { planned, removedIds, acts, copy, warnings } = await planRun(client, run, {
    pageSize: flags.pageSize,
    roleNamespaces: [...managed.namespaces, ...flags.roleNamespace],
    also: {
      fields: [...managed.fields].filter((name): name is UserField => isUserField(name)),
      customData: managed.hasCustomData,
      policyNamespaces: [...managed.policyNamespaces],
    },
    onProgress: progress.update,
  });
  const comparison = new Comparison(managed, []);
  for (const user of copy.users) comparison.add(user);
  const changes = withRepairs(planned, comparison.differences);
  const pool = {
    userPoolId,
    host: client.host,
    changes: await withOrigins(changes, managed, flags.provenance, removedIds),
    differences: comparison.differences,
    notRead: copy.notRead,
    managedUsers: resources.filter(({ kind, isPendingDelete }) => kind === "User" && !isPendingDelete).length,
    removedUsers: removedIds.size,
    maxDeletions: flags.limits.get(userPoolId),
  };
  return { pool, gaps: [...gapsOfRun(acts), ...warnings.map(toGap)] };
}

/** What a run says beside its results is worth knowing before it. */
function toGap(message: string): NotRead {
  return { subject: "warnings", counts: false, message };
}
