import * as pulumi from "@pulumi/pulumi";

import { unknownSettings } from "../settings.js";
import { programError } from "./program-error.js";

/** The host of the handlers can only ask for settings by name, so the program finds unknown names. */
export function assertKnownSettings(): void {
  const [first, ...others] = unknownSettings(Object.keys(pulumi.runtime.allConfig()));
  if (first !== undefined) throw programError([first, ...others].join("; "));
}
