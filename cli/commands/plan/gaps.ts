import type { NotRead } from "../../../drift/completeness/not-read.js";
import { listed } from "../../../drift/finding/shorten.js";
import { printable } from "../../../model/rules/printable.js";
import { nameInUrn } from "../../../model/rules/urn.js";
import type { DeclaredResource } from "../../../plan/preview/resource.js";
import type { Act } from "../../../plan/rehearsal/rehearse.js";

const mostNames = 3;

/** What a plan does not know of the operations of a run, because the preview of Pulumi does not show it. */
export function gapsOfRun(acts: readonly Act[]): NotRead[] {
  const unknown = acts.flatMap((act) => act.unknown.map((name) => propertyOf(act, name)));
  const secret = acts.flatMap((act) => act.secretAccess.map((name) => propertyOf(act, name)));
  const doubtful = acts.filter((act) => act.doubtfulSecrets.length > 0);
  return [
    ...(unknown.length === 0
      ? []
      : [
          {
            subject: "unknown-values",
            counts: true,
            message: `values that only \`pulumi up\` will know (${listed(unknown, mostNames)})`,
          },
        ]),
    ...(secret.length === 0
      ? []
      : [
          {
            subject: "secret-access",
            counts: true,
            message: `access that the program keeps secret (${listed(secret, mostNames)})`,
          },
        ]),
    ...(doubtful.length === 0
      ? []
      : [
          {
            subject: "secrets",
            counts: false,
            message: `whether secrets of ${counted(doubtful.length, "changed resource")} change too (${named(doubtful)})`,
          },
        ]),
  ];
}

/** The resources that are left out of a plan, because their pool is not known. */
export function gapsOfProviders(lost: readonly DeclaredResource[]): NotRead[] {
  if (lost.length === 0) return [];
  return [
    {
      subject: "new-providers",
      counts: true,
      message: `${counted(lost.length, "resource")} of a Provider that is not in the state yet, so its pool cannot be read (${named(lost)})`,
    },
  ];
}

/** Nothing is known of a pool that could not be read. */
export function gapOfCredentials(userPoolId: string): NotRead {
  return {
    subject: "credentials",
    counts: true,
    message: `all changes in user pool ${printable(userPoolId)}, because the service rejects the credentials`,
  };
}

function propertyOf({ urn }: Act, name: string): string {
  return printable(`${name} of ${nameInUrn(urn)}`);
}

function named(resources: readonly { readonly urn: string }[]): string {
  return listed(
    resources.map(({ urn }) => printable(nameInUrn(urn))),
    mostNames,
  );
}

function counted(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : `${noun}s`}`;
}
