import { printable } from "../../model/rules/printable.js";
import { listed } from "../finding/shorten.js";
import type { Deployment, Managed, ManagedObject, ManagedUser } from "../states/managed.js";
import type { NotRead } from "./not-read.js";

const mostNames = 3;

/** What the states do not contain or keep secret, so that a review cannot compare it with the pool. */
export function unreadStates(deployments: readonly Deployment[]): NotRead[] {
  const isAllEmpty = deployments.every(({ resources }) => resources.length === 0);
  return deployments.flatMap((deployment) => [
    ...empty(deployment, isAllEmpty),
    ...interrupted(deployment),
    ...unknown(deployment),
    ...secrets(deployment),
    ...withoutPool(deployment),
  ]);
}

/** Compared with nothing, a pool is only a list of users. Beside another state, an empty one hides nothing. */
function empty({ source, resources, unknownTypes }: Deployment, isAllEmpty: boolean): NotRead[] {
  if (resources.length > 0) return [];
  const has =
    unknownTypes.length === 0 ? "no resource of this provider" : "no resource that this version knows";
  return [
    {
      subject: "empty-states",
      counts: isAllEmpty,
      message: `anything in the state ${printable(source)}, which contains ${has}; check the name of the stack`,
    },
  ];
}

function interrupted({ source, resources, interrupted: operations }: Deployment): NotRead[] {
  const unconfirmed = resources.flatMap((resource) =>
    "unconfirmed" in resource ? resource.unconfirmed : [],
  );
  const codes = resources.flatMap(unconfirmedAccess);
  const advice = "run `pulumi up --refresh`, then review again";
  return [
    ...(operations.length === 0
      ? []
      : [
          {
            subject: "interrupted-operations",
            counts: true,
            message: `changes of ${printable(source)} by an interrupted run (${listed(operations.map(printable), mostNames)}); ${advice}`,
          },
        ]),
    ...(unconfirmed.length === 0
      ? []
      : [
          {
            subject: "unconfirmed-fields",
            counts: true,
            message: `fields of ${printable(source)} whose last update was interrupted (${listed([...new Set(unconfirmed)], mostNames)}); ${advice}`,
          },
        ]),
    ...(codes.length === 0
      ? []
      : [
          {
            subject: "unconfirmed-access",
            counts: true,
            message: `groups, roles and policies of ${printable(source)} whose last change was interrupted (${listed([...new Set(codes)].map(printable), mostNames)}); ${advice}`,
          },
        ]),
  ];
}

/** The groups, roles and policies that their holders may have or not. */
function unconfirmedAccess(resource: Managed): readonly string[] {
  if (resource.is === "edges" || resource.is === "grants") return resource.unconfirmedCodes ?? [];
  if (resource.is !== "members" || (resource.unconfirmedIds ?? []).length === 0) return [];
  return resource.code === undefined ? [] : [resource.code];
}

function unknown({ source, unknownTypes }: Deployment): NotRead[] {
  if (unknownTypes.length === 0) return [];
  const types = listed([...new Set(unknownTypes)].map(printable), mostNames);
  return [
    {
      subject: "unknown-resources",
      counts: true,
      message: `${unknownTypes.length} ${unknownTypes.length === 1 ? "resource" : "resources"} of ${printable(source)} with a type that this version does not know (${types}); update pulumi-approw`,
    },
  ];
}

/** Beside secret codes, those that were given by hand cannot be told apart. A field that is always secret hides no access. */
function secrets({ source, resources }: Deployment): NotRead[] {
  const sets = resources.filter(hasSecretCodes).length;
  const codes = resources.filter((resource) => resource.is === "object" && resource.keys.length === 0).length;
  const counted = [
    ...(sets === 0 ? [] : [`${sets} ${sets === 1 ? "set" : "sets"} of groups or roles`]),
    ...(codes === 0 ? [] : [`${codes} ${codes === 1 ? "code" : "codes"} of objects`]),
    ...secretFieldsOf(resources, "user"),
    ...secretFieldsOf(resources, "object"),
  ];
  if (counted.length === 0) return [];
  return [
    {
      subject: "secrets",
      counts: true,
      message: `${counted.join(" and ")} that the state ${printable(source)} keeps secret`,
    },
  ];
}

function secretFieldsOf(resources: readonly Managed[], is: "object" | "user"): string[] {
  const fields = resources
    .filter((resource): resource is ManagedObject | ManagedUser => resource.is === is)
    .reduce((total, { secretFields, alwaysSecretFields }) => total + secretFields - alwaysSecretFields, 0);
  return fields === 0 ? [] : [`${fields} ${fields === 1 ? "field" : "fields"} of ${is}s`];
}

function hasSecretCodes(resource: Managed): boolean {
  if (resource.is === "members") return resource.code === undefined || resource.userIds === undefined;
  return resource.is === "edges" && resource.codes === undefined;
}

function withoutPool({ source, withoutPool: count }: Deployment): NotRead[] {
  if (count === 0) return [];
  return [
    {
      subject: "user-pool-ids",
      counts: false,
      message: `the user pool of ${count} ${count === 1 ? "resource" : "resources"} of ${printable(source)}, which the state does not contain or keeps secret`,
    },
  ];
}
