import type { RequestStats } from "../../sdk/index.js";
import type { HeldAccess } from "../compare/compare-codes.js";
import { limits } from "../completeness/not-read.js";
import { unreadStates } from "../completeness/unread-states.js";
import type { Origin } from "../finding/origin.js";
import { nameOf } from "../finding/subject.js";
import type { Deployment } from "../states/managed.js";
import type { Access, AccessReport, UserAccess } from "./access-report.js";
import type { CollectedAccess, CollectedUser } from "./collect-access.js";

/** What is known of the lines behind something. */
interface Behind {
  readonly origins: readonly Origin[];
  readonly until?: string | undefined;
  readonly reason?: string | undefined;
}

/** The users of one pool, with the lines behind each and behind everything that the user has, in the same order. */
export interface TracedPool extends Omit<CollectedAccess, "users"> {
  readonly userPoolId: string;
  readonly host: string;
  readonly users: readonly {
    readonly collected: CollectedUser;
    readonly behind: Behind;
    readonly behindHeld: readonly Behind[];
  }[];
}

interface Composed {
  readonly pools: readonly TracedPool[];
  readonly deployments: readonly Deployment[];
  readonly stats: readonly RequestStats[];
  readonly version: string;
  readonly now: Date;
}

export function composeAccess({ pools, deployments, stats, version, now }: Composed): AccessReport {
  const today = now.toISOString().slice(0, 10);
  const users = pools
    .flatMap(({ userPoolId, users: own }) =>
      own.map(({ collected, behind, behindHeld }) =>
        userOf(collected, userPoolId, behind, behindHeld, today),
      ),
    )
    .sort(byName);
  const all = users.flatMap(({ access }) => access);
  const notRead = [...pools.flatMap((pool) => pool.notRead), ...unreadStates(deployments), ...limits];
  return {
    schemaVersion: 1,
    tool: { name: "pulumi-approw", version },
    generatedAt: now.toISOString(),
    pools: pools.map(({ userPoolId, host }) => ({ userPoolId, host })),
    sources: deployments.map(({ source }) => source),
    counts: {
      users: users.length,
      access: all.length,
      byHand: all.filter(({ source }) => source === "hand").length,
    },
    completeness: { complete: !notRead.some(({ counts }) => counts), notRead },
    namespaces: [...new Set(pools.flatMap(({ namespaces }) => namespaces))],
    requests: {
      total: sum(stats.flatMap(({ requests }) => Object.values(requests))),
      retries: sum(stats.map(({ retries }) => retries)),
      throttled: sum(stats.map(({ throttled }) => throttled)),
    },
    users,
  };
}

function userOf(
  { user, blocked, status, owners, held }: CollectedUser,
  userPoolId: string,
  { origins }: Behind,
  behindHeld: readonly Behind[],
  today: string,
): UserAccess {
  return {
    ...user,
    userPoolId,
    blocked,
    ...(status !== undefined && { status }),
    source: owners.length > 0 ? "program" : "hand",
    owners: [...owners],
    origins: [...origins],
    access: held
      .map((each, index) => accessOf(each, behindHeld[index] ?? { origins: [] }, today))
      .sort(byTypeAndCode),
  };
}

function accessOf(
  { edge, scope, code, owners, isDeclared, ended }: HeldAccess,
  { origins, ...behind }: Behind,
  today: string,
): Access {
  const { until = behind.until, reason = behind.reason } = ended ?? {};
  return {
    type: edge,
    code,
    ...(edge !== "group" && { namespace: scope }),
    source: owners.length > 0 ? "program" : isDeclared ? "unknown" : "hand",
    owners: [...owners],
    origins: [...origins],
    ...(until !== undefined && { until }),
    ...(reason !== undefined && { reason }),
    ended: until !== undefined && until < today,
  };
}

const types: readonly Access["type"][] = ["group", "role", "policy"];

function byTypeAndCode(one: Access, other: Access): number {
  return (
    types.indexOf(one.type) - types.indexOf(other.type) ||
    compareTexts(one.namespace ?? "", other.namespace ?? "") ||
    compareTexts(one.code, other.code)
  );
}

function byName(one: UserAccess, other: UserAccess): number {
  return (
    compareTexts(nameOf({ user: one }), nameOf({ user: other })) ||
    compareTexts(one.userPoolId, other.userPoolId) ||
    compareTexts(one.id, other.id)
  );
}

/** By code units: the order must not depend on the language of the machine. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
