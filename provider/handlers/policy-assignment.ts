import { policyAssignment as kind } from "../../model/schema/index.js";
import { edgeSetHandler } from "./edge-set.js";

/** The policies of one user, group or role in one namespace. The id is `<type>/<id or code>/<namespace>`. */
export const policyAssignment = edgeSetHandler(kind, ({ pool }, of) => ({
  observe: (isFresh) => pool.policiesOf(of, isFresh),
  give: (codes, mayBeHeld) => pool.assignPolicies(of, codes, mayBeHeld),
  take: (codes) => pool.unassignPolicies(of, codes),
  release: (codes) => pool.releasePolicies(of, codes),
}));
