import { userGroupMembership as kind } from "../../model/schema/index.js";
import { edgeSetHandler } from "./edge-set.js";

/** The groups of one user. The id is the user's. */
export const userGroupMembership = edgeSetHandler(kind, ({ pool }, { holder: { id: userId } }) => ({
  async observe(isFresh) {
    const user = await pool.read({ id: userId, groups: true, isFresh });
    return user === "gone" ? user : (user.groups ?? []);
  },
  give: (codes, mayBeHeld) => pool.joinGroups(userId, codes, mayBeHeld),
  take: (codes) => pool.leaveGroups(userId, codes),
  release: (codes) => pool.releaseGroups(userId, codes),
}));
