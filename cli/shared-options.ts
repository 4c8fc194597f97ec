import { Option } from "commander";

import { defaultPageSize } from "../sdk/page.js";
import { repeatable, wholeNumber } from "./option-values.js";

// The options that several commands have.

/** @param what what is read of the namespace */
export function roleNamespaceOption(what = "the roles of this namespace"): Option {
  return repeatable("--role-namespace <code>", `also read ${what} if the pool does not list it`, "none");
}

export function noGitOption(): Option {
  return new Option("--no-git", "name lines without the commits behind them");
}

export function pageSizeOption(): Option {
  return new Option("--page-size <number>", "users per request")
    .default(defaultPageSize)
    .argParser(wholeNumber(1, 1000));
}
