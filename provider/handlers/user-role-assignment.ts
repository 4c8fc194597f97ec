import { userRoleAssignment as kind } from "../../model/schema/index.js";
import { defaultNamespace } from "../../sdk/index.js";
import { edgeSetHandler } from "./edge-set.js";

/** The roles that one user holds in one namespace. The id is `<user id>/<namespace>`. */
export const userRoleAssignment = edgeSetHandler(
  kind,
  ({ pool }, { holder: { id: userId }, scope: namespace = defaultNamespace }) => ({
    async observe(isFresh) {
      const user = await pool.read({ id: userId, roleNamespaces: [namespace], isFresh });
      return user === "gone" ? user : (user.roles?.[namespace] ?? []);
    },
    give: (codes, mayBeHeld) => pool.assignRoles(userId, codes, namespace, mayBeHeld),
    take: (codes) => pool.revokeRoles(userId, codes, namespace),
    release: (codes) => pool.releaseRoles(userId, codes, namespace),
  }),
);
