import { resolve } from "node:path";

import { type Command, Option } from "commander";

import { ManagementClient } from "../../sdk/index.js";
import { existingDirectory } from "../directory.js";
import { notEmpty, repeatable, wholeNumber } from "../option-values.js";
import type { Surroundings } from "../surroundings.js";
import { packageVersion } from "../version.js";
import { connectionOf } from "./connection.js";
import { addDestination, assertOwnFiles, deliver, type Destination } from "./destinations.js";
import { type ReportedSeverity, reportedSeverity } from "./finding.js";
import { clientOptions, makeFirstContact } from "./first-contact.js";
import { ManagedPool } from "./managed-pool.js";
import { defaultPageSize } from "./observe.js";
import { showProgress } from "./progress.js";
import { projectFileOf } from "./project-file.js";
import { composeReport } from "./report/compose.js";
import { formats } from "./report/formats.js";
import type { DriftReport } from "./report/report.js";
import { reviewPool } from "./review.js";
import { PulumiCli } from "./sources/pulumi-cli.js";
import { assertDistinctStacks, assertSamePool, readDeployments } from "./sources/read-deployments.js";
import { readIgnoreRules, readPolicy, teamFiles } from "./team-files.js";

interface DriftFlags {
  readonly stack: readonly string[];
  readonly state: readonly string[];
  readonly cwd: string;
  readonly roleNamespace: readonly string[];
  readonly ignore: readonly string[];
  readonly policy?: string;
  readonly format: readonly Destination[];
  readonly failOn: ReportedSeverity;
  readonly pageSize: number;
}

/** Exit codes as those of `terraform plan -detailed-exitcode`; a failure is 1. */
const exitCodes = { clean: 0, drift: 2 } as const;

/** `pulumi-approw drift`: what differs between the pool and the states of its stacks. It changes nothing. */
export function addDriftCommand(
  program: Command,
  surroundings: Surroundings,
  end: (exitCode: number) => void,
): void {
  program
    .command("drift")
    .description("Reviews a user pool: what was changed by hand, and who is in the pool but in no program.")
    .addOption(repeatable("--stack <name>", "stack to compare with", "the selected one"))
    .addOption(repeatable("--state <file>", "compare with what `pulumi stack export` wrote", "none"))
    .option(
      "--cwd <directory>",
      "the project's directory: stacks, state files, policy and ignore rules are looked for there",
      ".",
    )
    .addOption(repeatable("--role-namespace <code>", "read the roles of this namespace too", "none"))
    .addOption(
      repeatable(
        "--ignore <rule>",
        "leave out username:PATTERN, email-domain:PATTERN or group:PATTERN, as in .approwignore",
        "none",
      ),
    )
    .option(
      "--policy <file>",
      `severities and accepted findings (default: ${teamFiles.policy}, if there)`,
      notEmpty,
    )
    .addOption(
      new Option(
        "--format <name[=file]>",
        `${Object.keys(formats).join(", ")}; repeatable with files, which are written where you are`,
      )
        .default([], "table")
        .argParser(addDestination),
    )
    .addOption(
      new Option("--fail-on <severity>", "count findings of this severity or graver as drift")
        .choices(reportedSeverity.options)
        .default("low"),
    )
    .option("--page-size <number>", "people to a request", wholeNumber(1, 1000), defaultPageSize)
    .addHelpText("after", "\nExit codes: 0 no drift, 2 drift, 1 the review failed.")
    .action(async (flags: DriftFlags) => {
      const project = await existingDirectory("--cwd", flags.cwd, surroundings.cwd);
      assertOwnFiles(flags.format, surroundings.cwd, filesRead(flags, project));
      const report = await review(flags, { ...surroundings, cwd: project });
      await deliver(report, flags.format, projectFileOf(project, surroundings.cwd), surroundings);
      end(exitCodes[report.verdict]);
    });
}

function filesRead({ state, policy }: DriftFlags, project: string): Set<string> {
  const files = [...state, policy ?? teamFiles.policy, teamFiles.ignore];
  return new Set(files.map((file) => resolve(project, file)));
}

async function review(flags: DriftFlags, surroundings: Surroundings): Promise<DriftReport> {
  const { env, cwd, stderr } = surroundings;
  const ignore = await readIgnoreRules(flags.ignore, cwd);
  const policy = await readPolicy(flags.policy, cwd);
  const cli = new PulumiCli(surroundings);
  const stacks = await stacksOf(flags, cli);
  const deployments = await readDeployments(stacks, [...new Set(flags.state)], cli, cwd);
  assertDistinctStacks(deployments);
  const connection = await connectionOf(cli, stacks[0], env);
  assertSamePool(deployments, connection.settings.userPoolId);

  const progress = showProgress(stderr);
  const clientSettings = { ...clientOptions(connection), onWait: progress.wait };
  const client = new ManagementClient(clientSettings);
  const { userPoolId, host } = client;
  const { roleNamespace: roleNamespaces, pageSize, failOn } = flags;
  const options = { roleNamespaces, pageSize, ignore, onProgress: progress.update };
  const managed = new ManagedPool(deployments);
  try {
    const contact = await makeFirstContact(connection, clientSettings);
    const found = await reviewPool(client, managed, options);
    return composeReport({
      review: found,
      deployments,
      policy,
      failOn,
      pool: { userPoolId, host },
      stats: [contact, client.stats()],
      version: packageVersion(),
      now: surroundings.now(),
    });
  } finally {
    progress.stop();
  }
}

/** Without a word about where to look, it is the stack that is selected in the project. */
async function stacksOf({ stack, state }: DriftFlags, cli: PulumiCli): Promise<string[]> {
  if (stack.length === 0 && state.length === 0) return [await cli.selectedStack()];
  return [...new Set(stack)];
}
