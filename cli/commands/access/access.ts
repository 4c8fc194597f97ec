import { resolve } from "node:path";

import type { Command } from "commander";

import type { AccessReport } from "../../../drift/access/access-report.js";
import { collectAccess } from "../../../drift/access/collect-access.js";
import { composeAccess, type TracedPool } from "../../../drift/access/compose-access.js";
import { filterAccess } from "../../../drift/access/filter-access.js";
import { type FormatName, formats } from "../../../drift/access/formats.js";
import { gapsOf, summaryOf } from "../../../drift/access/sentences.js";
import { ManagedPool } from "../../../drift/compare/managed-pool.js";
import { assertDistinctStacks } from "../../../drift/states/assert-distinct-stacks.js";
import type { RequestStats } from "../../../sdk/index.js";
import { assertOwnFiles, deliver, type Destination, formatOption, type Medium } from "../../destinations.js";
import { existingDirectory } from "../../directory.js";
import { openClient } from "../../connections/open-client.js";
import { readGivenRoster } from "../../given-roster.js";
import { repeatable } from "../../option-values.js";
import { showProgress } from "../../progress.js";
import { endedAccess } from "../../provenance/ended-access.js";
import { Provenance } from "../../provenance/provenance.js";
import { PulumiCli } from "../../pulumi-cli.js";
import { noGitOption, pageSizeOption, roleNamespaceOption } from "../../shared-options.js";
import type { Surroundings } from "../../surroundings.js";
import { packageVersion } from "../../version.js";
import { connectionsOf } from "../../connections/connections.js";
import { readStates } from "../../states/read-states.js";
import { resourcesIn } from "../../states/reviewed-states.js";
import { stacksOf } from "../../states/stacks.js";
import { traceAccess } from "./trace-access.js";

interface AccessFlags {
  readonly stack: readonly string[];
  readonly state: readonly string[];
  readonly cwd: string;
  readonly roleNamespace: readonly string[];
  readonly roster: readonly string[];
  readonly git: boolean;
  readonly user: readonly string[];
  readonly group: readonly string[];
  readonly role: readonly string[];
  readonly format: readonly Destination<FormatName>[];
  readonly pageSize: number;
}

/** `pulumi-approw access`: who has what in the user pool, and which line gives it. It changes nothing. */
export function configureAccess(command: Command, surroundings: Surroundings): void {
  command
    .addOption(repeatable("--stack <name>", "stack that declares users and access", "the selected stack"))
    .addOption(repeatable("--state <file>", "output of `pulumi stack export` of such a stack", "none"))
    .option(
      "--cwd <directory>",
      "directory of the project, where stacks, state files and rosters are read",
      ".",
    )
    .addOption(roleNamespaceOption())
    .addOption(repeatable("--roster <path>", "file or folder of a roster, whose lines are named", "none"))
    .addOption(noGitOption())
    .addOption(
      repeatable("--user <name>", "only this user: id, username, email, phone or external id", "all"),
    )
    .addOption(repeatable("--group <code>", "only members of this group", "all"))
    .addOption(repeatable("--role <code>", "only users with this role: CODE or NAMESPACE/CODE", "all"))
    .addOption(formatOption(formats, "table"))
    .addOption(pageSizeOption())
    .addHelpText("after", "\nExit codes: 0 the report was written, 1 it failed.")
    .action(async (flags: AccessFlags) => {
      const project = await existingDirectory("--cwd", flags.cwd, surroundings.cwd);
      const read = new Set([...flags.state, ...flags.roster].map((file) => resolve(project, file)));
      assertOwnFiles(flags.format, surroundings.cwd, read);
      const report = await readAccess(flags, { ...surroundings, cwd: project });
      const render = (format: FormatName, medium: Medium): string => formats[format].render(report, medium);
      await deliver({ render, standard: "table", summary: summaryOf(report) }, flags.format, surroundings);
      // A spreadsheet has no place for them.
      if (flags.format.some(({ format }) => format === "csv"))
        for (const gap of gapsOf(report)) surroundings.stderr.write(`pulumi-approw: ${gap}\n`);
    });
}

async function readAccess(flags: AccessFlags, surroundings: Surroundings): Promise<AccessReport> {
  const { env, cwd, stderr } = surroundings;
  const now = surroundings.now();
  const roster = readGivenRoster(flags.roster, cwd, now);
  const ended = roster === undefined ? [] : endedAccess(roster);
  const cli = new PulumiCli(surroundings);
  const stacks = await stacksOf(flags, cli);
  const deployments = await readStates(stacks, [...new Set(flags.state)], cli, cwd);
  assertDistinctStacks(deployments);
  const connections = await connectionsOf(deployments, stacks, cli, env);
  const userPoolIds = connections.map(({ settings }) => settings.userPoolId);
  const provenance = new Provenance({ roster, deployments, usesGit: flags.git }, surroundings);
  const filter = { users: flags.user, groups: flags.group, roles: flags.role };

  const progress = showProgress(stderr, () => surroundings.now());
  const { roleNamespace: roleNamespaces, pageSize } = flags;
  const options = { roleNamespaces, pageSize, onProgress: progress.update };
  const pools: TracedPool[] = [];
  const stats: RequestStats[] = [];
  try {
    for (const connection of connections) {
      const open = await openClient(connection, progress);
      const { userPoolId, host } = open.client;
      const managed = new ManagedPool(resourcesIn(userPoolId, userPoolIds, deployments), ended);
      const collected = await collectAccess(open.client, managed, options);
      stats.push(...open.stats());
      const users = await traceAccess(filterAccess(collected.users, filter), managed, provenance);
      pools.push({ ...collected, users, userPoolId, host });
    }
  } finally {
    progress.stop();
  }
  return composeAccess({ pools, deployments, stats, version: packageVersion(), now });
}
