import { resolve } from "node:path";

import { type Command, Option } from "commander";

import { type Layout, layouts } from "../../../roster/write/layout.js";
import { describeOmission, type Omission } from "../../../roster/write/omission.js";
import type { ObjectSection, RosterPlan } from "../../../roster/write/plan.js";
import { planRoster } from "../../../roster/write/plan-roster.js";
import type { PoolContents, PoolUser } from "../../../roster/write/pool-contents.js";
import { type Connection, connectionOf } from "../../connections/connection.js";
import { CommandError } from "../../failure.js";
import { openClient } from "../../connections/open-client.js";
import { notEmpty, repeatable } from "../../option-values.js";
import { type Progress, showProgress } from "../../progress.js";
import { PulumiCli } from "../../pulumi-cli.js";
import { countOfChanges, counted } from "../../roster-files.js";
import { pageSizeOption, roleNamespaceOption } from "../../shared-options.js";
import type { Surroundings } from "../../surroundings.js";
import { assertFree } from "./out-directory.js";
import { type ProjectFormat, projectFormats } from "./project-files.js";
import { readContents, type ReadContents } from "../../pool-contents/read-contents.js";
import { assertSamePool, type ProjectUpdate, rosterProjectIn, updateProject } from "./update-project.js";
import { writeProject } from "./write-project.js";

interface ExportFlags {
  readonly out: string;
  readonly format: ProjectFormat;
  /** Undefined: all people in one file, in a new project. */
  readonly layout?: Layout;
  readonly group: readonly string[];
  readonly excludeBlocked: boolean;
  readonly allowRemovals: boolean;
  readonly stack?: string;
  readonly roleNamespace: readonly string[];
  readonly pageSize: number;
}

/** More lines would hide what else the command says. */
const mostOmissions = 20;

/** `pulumi-approw export`: the pool as a project that declares it. It changes nothing in the pool. */
export function configureExport(command: Command, surroundings: Surroundings): void {
  command
    .requiredOption(
      "--out <directory>",
      "new or empty directory for the project, or one with a roster to update",
      notEmpty,
    )
    .addOption(
      new Option("--format <name>", "roster files or a program").choices(projectFormats).default("yaml"),
    )
    .addOption(
      new Option("--layout <name>", "people in one file, or in a file for each group")
        .choices(layouts)
        .default(undefined, "one"),
    )
    .addOption(
      repeatable(
        "--group <code>",
        "export only users of this group; groups, roles and policies are then only referred to",
        "all users",
      ),
    )
    .option("--exclude-blocked", "leave out blocked users", false)
    .option("--allow-removals", "let an update remove many people from the roster", false)
    .option(
      "--stack <name>",
      "read the settings of the pool from this stack (default: the environment)",
      notEmpty,
    )
    .addOption(roleNamespaceOption("this namespace"))
    .addOption(pageSizeOption())
    .addHelpText("after", "\nIf an export is interrupted, nothing is written. Run it again.")
    .action(async (flags: ExportFlags) => {
      const directory = resolve(surroundings.cwd, flags.out);
      const project = await rosterProjectIn(directory, flags.out);
      if (project === undefined) await assertFree(directory, flags.out, surroundings.cwd);
      else assertWhole(flags);
      const connection = await connectionOf(new PulumiCli(surroundings), flags.stack, surroundings.env);
      const { userPoolId } = connection.settings;
      if (project !== undefined) assertSamePool(project, userPoolId);
      const { contents, omissions } = await readPool(flags, connection, surroundings);
      if (project !== undefined) {
        const today = surroundings.now().toISOString().slice(0, 10);
        const { allowRemovals } = flags;
        const update = await updateProject(project, contents, { today, allowRemovals });
        report(update, omissions, flags.out, surroundings);
        return;
      }
      const plan = withOmissions(planFor(contents, flags), omissions);
      await writeProject(plan, { directory, format: flags.format, userPoolId });
      for (const line of linesOf(plan.omissions)) surroundings.stderr.write(`pulumi-approw: ${line}\n`);
      surroundings.stdout.write(`${summaryOf(plan)} exported to ${flags.out}\n`);
    });
}

async function readPool(
  { roleNamespace: namespaces, pageSize }: ExportFlags,
  connection: Connection,
  surroundings: Surroundings,
): Promise<ReadContents> {
  const { stderr } = surroundings;
  const progress: Progress = showProgress(stderr, () => surroundings.now());
  try {
    const { client } = await openClient(connection, progress);
    return await readContents(client, { namespaces, pageSize, onProgress: progress.update });
  } finally {
    progress.stop();
  }
}

/** @throws CommandError for a group that the pool does not have */
function planFor(
  contents: PoolContents,
  { layout = "one", group: codes, excludeBlocked }: ExportFlags,
): RosterPlan {
  const unknown = codes.find((code) => !contents.groups.some((group) => group.code === code));
  if (unknown !== undefined) throw new CommandError(`--group ${unknown}: the pool has no such group`);
  const includes = ({ groups, fields }: PoolUser): boolean =>
    (codes.length === 0 || groups.some((code) => codes.includes(code))) &&
    !(excludeBlocked && fields["blocked"] === true);
  return planRoster(contents, { layout, declares: codes.length === 0 ? "everything" : "people", includes });
}

/** @throws CommandError for flags that an update of a roster would ignore, or that would make it remove people */
function assertWhole({ out, format, layout, group, excludeBlocked }: ExportFlags): void {
  const refused = [
    ...(format === "typescript" ? ["--format typescript"] : []),
    ...(layout === undefined ? [] : ["--layout"]),
    ...(group.length > 0 ? ["--group"] : []),
    ...(excludeBlocked ? ["--exclude-blocked"] : []),
  ];
  const [flag] = refused;
  if (flag === undefined) return;
  throw new CommandError(
    `${out} has a roster, which the export updates. ${flag} is for a new directory: name another one with --out`,
  );
}

function report(
  { changes, unable }: ProjectUpdate,
  omissions: readonly Omission[],
  out: string,
  { stdout, stderr }: Surroundings,
): void {
  for (const line of [...omissions.map(describeOmission), ...unable])
    stderr.write(`pulumi-approw: ${line}\n`);
  for (const line of changes) stdout.write(`${line}\n`);
  stdout.write(`${countOfChanges(changes.length)} in the roster of ${out}\n`);
}

function withOmissions(plan: RosterPlan, omissions: readonly Omission[]): RosterPlan {
  return { ...plan, omissions: [...omissions, ...plan.omissions] };
}

function linesOf(omissions: readonly Omission[]): string[] {
  const lines = omissions.slice(0, mostOmissions).map(describeOmission);
  const rest = omissions.length - lines.length;
  return rest === 0 ? lines : [...lines, `and ${rest} more, see not-exported.txt`];
}

function summaryOf({ people, objects }: RosterPlan): string {
  const count = (section: ObjectSection): number =>
    objects.filter((each) => each.section === section && !each.isExternal).length;
  const most = [
    counted(people.length, "user"),
    counted(count("groups"), "group"),
    counted(count("roles"), "role"),
    counted(count("policies"), "policy", "policies"),
  ];
  return `${most.join(", ")} and ${counted(count("customFields"), "custom field")}`;
}
