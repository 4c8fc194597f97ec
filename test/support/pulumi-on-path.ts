import process from "node:process";

import { sparingEnvironment } from "../../tools/engine/environment.js";
import { pulumiCli } from "../../tools/engine/stack.js";
import { pathWith } from "../../tools/pulumi/find-cli.mjs";

/** The examples find the Pulumi CLI where their users have it. */
Object.assign(process.env, sparingEnvironment(), { PATH: pathWith(pulumiCli()) });
