import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import { type Command, type FieldAnswer, severalCall } from "../http/graphql-call.js";
import { parsePart } from "../http/read-response.js";
import type { Attempt } from "../http/transport.js";
import { defaultPageSize } from "../page.js";
import { inBatches } from "../users/batches.js";
import { walkEntries } from "../walk-pages.js";
import type { PolicyTarget } from "./assignments-call.js";
import {
  assignmentsCall,
  assignmentsField,
  assignmentsPage,
  assignmentsSelection,
  named,
} from "./assignments-call.js";
import type { PolicyTargetType } from "./policy.js";

/** The codes of the policies of targets: by identifier of the target, then by namespace. */
export type HeldPolicies = Map<string, Record<string, string[]>>;

/** The policies of one target in one namespace, as far as a first page has them. */
export interface FirstPage {
  readonly target: PolicyTarget;
  readonly namespace: string;
  readonly codes: readonly string[];
  readonly isWhole: boolean;
}

/** Targets of one type, and the namespaces to read their policies from. */
export interface Holders {
  readonly targetType: PolicyTargetType;
  readonly identifiers: readonly string[];
  readonly namespaces: readonly string[];
}

/** A first page to read: a root field with the selection `assignmentsSelection`. */
export type FirstPageField = Command & Pick<FirstPage, "target" | "namespace">;

export function firstPageFields({ targetType, identifiers, namespaces }: Holders): FirstPageField[] {
  return identifiers.flatMap((targetIdentifier) =>
    [...new Set(namespaces)].map((namespace) => {
      const target = { targetType, targetIdentifier };
      return { target, namespace, ...assignmentsField(target, namespace, 1, defaultPageSize) };
    }),
  );
}

export function readFirstPage(
  attempt: Attempt,
  { sent: { target, namespace }, value, place }: Omit<FieldAnswer<FirstPageField>, "redact">,
): FirstPage {
  const { totalCount, list } = parsePart(attempt, assignmentsPage(target), value, place);
  const codes = [...new Set(list.map(({ code }) => code))];
  const isWhole = codes.length === list.length && list.length === totalCount && totalCount < defaultPageSize;
  return { target, namespace, codes, isWhole };
}

/**
 * Completes first pages. Only a target with more policies than a page has, or with a page that is inconsistent, costs
 * further requests.
 *
 * @throws UnexpectedResponseError when a list stays incomplete
 */
export async function completed(
  api: Api,
  operation: string,
  pages: readonly FirstPage[],
  budget?: Budget,
): Promise<HeldPolicies> {
  const lists = await Promise.all(
    pages.map(async (page) =>
      page.isWhole ? [...page.codes] : await wholeList(api, operation, page, budget),
    ),
  );
  const held: HeldPolicies = new Map();
  pages.forEach(({ target: { targetIdentifier }, namespace }, index) => {
    held.set(targetIdentifier, { ...held.get(targetIdentifier), [namespace]: lists[index] ?? [] });
  });
  return held;
}

/** Reads the policies of any number of targets, 80 per request. */
export async function readHeldPolicies(
  api: Api,
  attempt: Attempt,
  { targetType, identifiers, namespaces }: Holders,
  budget?: Budget,
): Promise<HeldPolicies> {
  const requests = inBatches(identifiers)
    .map((batch) => firstPageFields({ targetType, identifiers: batch, namespaces }))
    .filter((fields) => fields.length > 0)
    .map((fields) =>
      severalCall(attempt, "query", fields, assignmentsSelection, (answer) => readFirstPage(attempt, answer)),
    );
  const pages = await Promise.all(requests.map((call) => api.send(call, budget)));
  return await completed(api, attempt.operation, pages.flat(), budget);
}

async function wholeList(
  api: Api,
  operation: string,
  { target, namespace }: FirstPage,
  budget: Budget | undefined,
): Promise<string[]> {
  const codes: string[] = [];
  const entries = walkEntries({
    operation,
    trying: `listing the policies of ${named(target)} in namespace ${namespace}`,
    pageSize: defaultPageSize,
    fetch: (page, limit) => api.send(assignmentsCall(operation, target, namespace, page, limit), budget),
    keyOf: ({ code }) => code,
  });
  for await (const { code } of entries) codes.push(code);
  return codes;
}
