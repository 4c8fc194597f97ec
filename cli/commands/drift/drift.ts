import { resolve } from "node:path";

import { type Command, InvalidArgumentError, Option } from "commander";

import { ManagedPool } from "../../../drift/compare/managed-pool.js";
import { type ReportedSeverity, reportedSeverity } from "../../../drift/finding/parts.js";
import { ignoreRuleForms } from "../../../drift/policy/ignore.js";
import { mistakeInSelection } from "../../../drift/policy/select.js";
import { composeReport, type ReviewedPool } from "../../../drift/report/compose.js";
import { type EarlierReport, parseEarlierReport } from "../../../drift/report/earlier.js";
import { type FormatName, formats } from "../../../drift/report/formats.js";
import { parsePlan, type PlanOfReport } from "../../../drift/report/repaired.js";
import type { DriftReport } from "../../../drift/report/report.js";
import { viewOf } from "../../../drift/report/view-of.js";
import { reviewPool } from "../../../drift/review.js";
import { assertDistinctStacks } from "../../../drift/states/assert-distinct-stacks.js";
import type { RequestStats } from "../../../sdk/index.js";
import { assertOwnFiles, deliver, type Destination, formatOption, type Medium } from "../../destinations.js";
import { readGivenRoster } from "../../given-roster.js";
import { endedAccess } from "../../provenance/ended-access.js";
import { withOrigins } from "../../provenance/origins-of-findings.js";
import { Provenance } from "../../provenance/provenance.js";
import { existingDirectory } from "../../directory.js";
import { openClient } from "../../connections/open-client.js";
import { CommandError } from "../../failure.js";
import { notEmpty, repeatable } from "../../option-values.js";
import { showProgress } from "../../progress.js";
import { PulumiCli } from "../../pulumi-cli.js";
import { assertComplete, requireCompleteOption } from "../../require-complete.js";
import { noGitOption, pageSizeOption, roleNamespaceOption } from "../../shared-options.js";
import type { Surroundings } from "../../surroundings.js";
import { readText } from "../../text-file.js";
import { packageVersion } from "../../version.js";
import { connectionsOf } from "../../connections/connections.js";
import { projectFileOf } from "../../project/project-file.js";
import { readStates } from "../../states/read-states.js";
import { resourcesIn, type ReviewedStates } from "../../states/reviewed-states.js";
import { stacksOf } from "../../states/stacks.js";
import { readIgnoreRules, readPolicy, teamFiles } from "../../project/team-files.js";
import { readRosterToWrite } from "./write/roster-to-write.js";
import { writeFindings } from "./write/write-findings.js";

interface DriftFlags {
  readonly stack: readonly string[];
  readonly state: readonly string[];
  readonly cwd: string;
  readonly roleNamespace: readonly string[];
  readonly roster: readonly string[];
  readonly git: boolean;
  readonly write: readonly string[];
  readonly dryRun: boolean;
  readonly ignore: readonly string[];
  readonly policy?: string;
  readonly since?: string;
  readonly plan?: string;
  readonly format: readonly Destination<FormatName>[];
  readonly failOn: ReportedSeverity;
  readonly requireComplete: boolean;
  readonly pageSize: number;
}

/** Exit codes as those of `terraform plan -detailed-exitcode`; a failure is 1. */
const exitCodes = { clean: 0, incomplete: 0, drift: 2 } as const;

/** `pulumi-approw drift`: what differs between the user pool and the states of its stacks. It changes neither of them. */
export function configureDrift(
  command: Command,
  surroundings: Surroundings,
  end: (exitCode: number) => void,
): void {
  command
    .addOption(repeatable("--stack <name>", "stack to compare with", "the selected stack"))
    .addOption(repeatable("--state <file>", "output of `pulumi stack export` to compare with", "none"))
    .option(
      "--cwd <directory>",
      "directory of the project, where stacks, state files, policy and ignore rules are read",
      ".",
    )
    .addOption(roleNamespaceOption())
    .addOption(
      repeatable(
        "--roster <path>",
        "file or folder of a roster: findings name its lines, and access that it ended is a finding",
        "none",
      ),
    )
    .addOption(noGitOption())
    .addOption(
      repeatable(
        "--write <findings>",
        "take findings over into the roster: the id of a finding, a kind, a rule, a severity or all",
        "none",
        findingsToWrite,
      ),
    )
    .option("--dry-run", "with --write: show what would be written", false)
    .addOption(
      repeatable(
        "--ignore <rule>",
        `leave out ${ignoreRuleForms.slice(0, -1).join(", ")} or ${ignoreRuleForms.at(-1) ?? ""}, as in .approwignore`,
        "none",
      ),
    )
    .option(
      "--policy <file>",
      `severities and accepted findings (default: ${teamFiles.policy}, if it exists)`,
      notEmpty,
    )
    .option(
      "--since <file>",
      "mark what is new since this report, written earlier with --format json",
      notEmpty,
    )
    .option(
      "--plan <file>",
      "say which findings this plan repairs, written earlier by plan --format json",
      notEmpty,
    )
    .addOption(formatOption(formats, "table"))
    .addOption(
      new Option("--fail-on <severity>", "count findings of this severity or higher as drift")
        .choices(reportedSeverity.options)
        .default("low"),
    )
    .addOption(requireCompleteOption())
    .addOption(pageSizeOption())
    .addHelpText(
      "after",
      "\nExit codes: 0 no drift, 2 drift, 1 the review failed." +
        "\nWith --write: 0 no drift or all of it is in the roster, 2 drift is left, 1 a chosen finding was not written.",
    )
    .action(async (flags: DriftFlags) => {
      assertWritable(flags);
      const project = await existingDirectory("--cwd", flags.cwd, surroundings.cwd);
      assertOwnFiles(flags.format, surroundings.cwd, filesRead(flags, project, surroundings.cwd));
      const roster = flags.write.length === 0 ? undefined : readRosterToWrite(flags.roster, project);
      const { report, states } = await review(flags, { ...surroundings, cwd: project }, surroundings.cwd);
      const projectFile = projectFileOf(project, surroundings.cwd);
      const render = (format: FormatName, medium: Medium): string =>
        formats[format].render(report, { ...medium, projectFile });
      await deliver(
        { render, standard: "table", summary: viewOf(report).outcome },
        flags.format,
        surroundings,
      );
      if (flags.requireComplete) assertComplete(report, "review");
      if (roster === undefined) {
        end(exitCodes[report.verdict]);
        return;
      }
      const { isWhole, isDriftLeft } = await writeFindings(
        report,
        states,
        {
          selection: flags.write,
          roster,
          isDryRun: flags.dryRun,
          roleNamespaces: flags.roleNamespace,
          pageSize: flags.pageSize,
          out: outputBeside(flags.format, surroundings),
        },
        surroundings,
      );
      end(isWhole ? exitCodes[isDriftLeft ? "drift" : "clean"] : 1);
    });
}

/** @throws CommandError for options that need others */
function assertWritable({ write, roster, dryRun }: DriftFlags): void {
  if (write.length > 0 && roster.length === 0)
    throw new CommandError("--write needs --roster: name the file or folder to write to");
  if (dryRun && write.length === 0) throw new CommandError("--dry-run needs --write");
}

function findingsToWrite(word: string): void {
  const mistake = mistakeInSelection(word);
  if (mistake !== undefined) throw new InvalidArgumentError(mistake);
}

/** Changes are listed below a report for people, and apart from one for other programs. */
function outputBeside(
  formats: readonly Destination<FormatName>[],
  { stdout, stderr }: Surroundings,
): Surroundings["stdout"] {
  const onStdout = formats.find(({ file }) => file === undefined)?.format ?? "table";
  return onStdout === "table" ? stdout : stderr;
}

/** An earlier report may be overwritten with the new one: it has been read by then. */
function filesRead({ state, policy, plan }: DriftFlags, project: string, startedIn: string): Set<string> {
  const files = [...state, policy ?? teamFiles.policy, teamFiles.ignore];
  return new Set([
    ...files.map((file) => resolve(project, file)),
    ...(plan === undefined ? [] : [resolve(startedIn, plan)]),
  ]);
}

async function review(
  flags: DriftFlags,
  surroundings: Surroundings,
  startedIn: string,
): Promise<{ readonly report: DriftReport; readonly states: ReviewedStates }> {
  const { env, cwd, stderr } = surroundings;
  const ignore = await readIgnoreRules(flags.ignore, cwd);
  const policy = await readPolicy(flags.policy, cwd);
  const roster = readGivenRoster(flags.roster, cwd, surroundings.now());
  const cli = new PulumiCli(surroundings);
  const stacks = await stacksOf(flags, cli);
  const deployments = await readStates(stacks, [...new Set(flags.state)], cli, cwd);
  assertDistinctStacks(deployments);
  const connections = await connectionsOf(deployments, stacks, cli, env);
  const userPoolIds = connections.map(({ settings }) => settings.userPoolId);
  const earlier = await readEarlier(flags.since, startedIn, userPoolIds);
  const plan = await readPlan(flags.plan, startedIn, userPoolIds);

  const provenance = new Provenance({ roster, deployments, usesGit: flags.git }, surroundings);
  const ended = roster === undefined ? [] : endedAccess(roster);
  const progress = showProgress(stderr, () => surroundings.now());
  const { roleNamespace: roleNamespaces, pageSize, failOn } = flags;
  const options = { roleNamespaces, pageSize, ignore, onProgress: progress.update };
  const reviews: ReviewedPool[] = [];
  const stats: RequestStats[] = [];
  try {
    for (const connection of connections) {
      const open = await openClient(connection, progress);
      const { userPoolId, host } = open.client;
      const managed = new ManagedPool(resourcesIn(userPoolId, userPoolIds, deployments), ended);
      const found = await reviewPool(open.client, managed, options);
      const differences = await withOrigins(found.differences, managed, provenance);
      reviews.push({ ...found, differences, userPoolId, host });
      stats.push(...open.stats());
    }
    const report = composeReport({
      reviews,
      deployments,
      policy,
      failOn,
      stats,
      version: packageVersion(),
      now: surroundings.now(),
      earlier,
      plan,
    });
    return { report, states: { connections, deployments } };
  } finally {
    progress.stop();
  }
}

/** Reports are written, and so read, in the directory in which the command was started. */
async function readEarlier(
  file: string | undefined,
  startedIn: string,
  userPoolIds: readonly string[],
): Promise<EarlierReport | undefined> {
  return file === undefined
    ? undefined
    : parseEarlierReport(file, await readText(file, startedIn), userPoolIds);
}

async function readPlan(
  file: string | undefined,
  startedIn: string,
  userPoolIds: readonly string[],
): Promise<PlanOfReport | undefined> {
  return file === undefined ? undefined : parsePlan(file, await readText(file, startedIn), userPoolIds);
}
