import { type Command, inArena } from "./arena.js";
import { atMost, count, type Row, type Section } from "./report.js";

const limitMiB = 300;

/** The peak memory of the process that hosts the provider, in each command on a large stack. */
export async function measureMemory(users: number): Promise<Section> {
  const rows = await inArena(["approw", { users, withAssignments: false }], async (arena) => {
    const found: Row[] = [];
    for (const command of ["up", "refresh", "destroy"] satisfies Command[]) {
      const { providerMiB, seconds } = await arena.runWithoutCheckpoints(command, "--parallel", "64");
      if (providerMiB === undefined) continue;
      found.push({
        measure: `peak memory, \`${command}\``,
        target: `≤ ${limitMiB} MiB`,
        ours: `${count(providerMiB)} MiB in ${count(seconds)} s`,
        verdict: atMost(providerMiB, limitMiB),
      });
    }
    return found;
  });
  return {
    title: `${count(users)} users: memory of the provider process`,
    about:
      "The peak of the resident memory (`VmHWM`, Linux only) of the process that runs the provider. " +
      "`--parallel 64`, `PULUMI_SKIP_CHECKPOINTS=true`.",
    rows,
  };
}
