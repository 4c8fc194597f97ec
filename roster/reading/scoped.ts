import { defaultNamespace } from "../../sdk/roles/role.js";

/** A code and the namespace where it is. */
export interface Scoped {
  readonly namespace: string;
  readonly code: string;
}

/** `billing/clerk`; without a slash it is in the usual namespace. */
export function parseScoped(text: string): Scoped {
  const slash = text.indexOf("/");
  return slash < 0
    ? { namespace: defaultNamespace, code: text }
    : { namespace: text.slice(0, slash), code: text.slice(slash + 1) };
}

/** The key that means a code in a namespace, where the object has no key of its own. */
export function formatScoped({ namespace, code }: Scoped): string {
  return namespace === defaultNamespace && !code.includes("/") ? code : `${namespace}/${code}`;
}
