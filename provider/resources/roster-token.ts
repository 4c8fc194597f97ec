/** The token of the component `Roster`, which stands in states. Frozen. */
export const rosterType = "approw:index:Roster";

/** The name of the component in a project that only has a roster. Frozen, as the token is. */
export const rosterName = "roster";
