import * as pulumi from "@pulumi/pulumi";

import { programError } from "../resources/program-error.js";
import { Roster } from "../resources/roster.js";
import { rosterName } from "../resources/roster-token.js";

/**
 * The program of a project that only has a roster: `main` in `Pulumi.yaml` names this file. The roster is where the stack's
 * configuration says.
 */
const paths = new pulumi.Config().get("roster");
if (paths === undefined || paths.trim() === "") {
  throw programError("the stack does not say where the roster is. Run `pulumi config set roster people/`");
}
new Roster(rosterName, { path: paths.split(",").map((each) => each.trim()) });
