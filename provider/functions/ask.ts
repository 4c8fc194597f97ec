import * as pulumi from "@pulumi/pulumi";

import { InputError } from "../../model/errors.js";
import type { FunctionName } from "../../model/functions/index.js";
import type { LookupFunction } from "../../model/functions/lookup-function.js";
import type { Properties } from "../../model/rules/record.js";
import { isApprowError } from "../../sdk/index.js";
import { programError } from "../resources/program-error.js";
import type { Settings } from "../settings.js";
import type { Question } from "./answer.js";
import { answers } from "./answers.js";
import { checkArguments, checkNames, type Form, holdsSecrets, nameOf } from "./check-arguments.js";
import { dependsOnResources } from "./dependencies.js";
import { explainFailure } from "./explain-failure.js";
import { valueOf } from "./known.js";
import { poolOfRun } from "./pool-of-run.js";
import { configurationOf, settingsFrom } from "./configuration.js";

type Described = LookupFunction & { readonly name: FunctionName };

/** Answers a call of the form that returns a promise. */
export async function ask(
  described: Described,
  args: object | undefined,
  options: pulumi.InvokeOptions = {},
): Promise<unknown> {
  // The engine ends a run when nothing is left to do: a program may leave it to a promise to declare resources.
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    const checked = asProgram(() => checkArguments(described, "promise", args));
    const { values, isProvider } = configurationOf(options);
    const configured = await valueOf(values);
    if (configured === "unknown") throw settingsUnknown(described);
    const settings = settingsFrom(configured, isProvider);
    return await answer(described, "promise", settings, { args: checked, isFresh: false });
  } finally {
    done();
  }
}

/** Answers a call of the form that returns an output, when all that it depends on is known. */
export function askOutput(
  described: Described,
  args: object | undefined,
  options: pulumi.InvokeOutputOptions = {},
): pulumi.Output<unknown> {
  asProgram(() => {
    checkNames(described, "output", args);
  });
  const declared: pulumi.Output<unknown> = pulumi.output({ ...args });
  const isFresh = dependsOnResources(declared, options.dependsOn);
  const { values, isProvider } = configurationOf(options);
  const result = pulumi
    .all([declared, values, isFresh])
    .apply(async ([known, configured, fresh]): Promise<pulumi.Output<unknown>> => {
      const checked = asProgram(() => checkArguments(described, "output", known));
      const settings = settingsFrom(configured, isProvider);
      const answered = await answer(described, "output", settings, { args: checked, isFresh: fresh });
      // An output is a secret as a whole.
      return holdsSecrets(described, checked) ? pulumi.secret(answered) : pulumi.output(answered);
    });
  const done = pulumi.runtime.rpcKeepAlive();
  // A failure is the program's to see, by the output.
  void pulumi.getAllResources(result).then(done, done);
  return result;
}

async function answer(
  described: Described,
  form: Form,
  settings: Settings,
  question: Omit<Question, "isDebug">,
): Promise<Properties> {
  const asked = { ...question, isDebug: settings.debug };
  try {
    return await answers[described.name](poolOfRun(settings), asked);
  } catch (cause) {
    throw asProgramError(nameOf(described.name, form), settings.userPoolId, asked, cause);
  }
}

/** Shows mistakes of the program as such. */
function asProgram<Result>(checked: () => Result): Result {
  try {
    return checked();
  } catch (error) {
    throw error instanceof InputError ? programError(error.message) : error;
  }
}

/** A failure as the program gets it, without a stack. The guards of the client, such as `isNotFound`, know it. */
function asProgramError(name: string, userPoolId: string, asked: Question, cause: unknown): Error {
  const error = programError(explainFailure(name, userPoolId, asked, cause));
  return isApprowError(cause) ? Object.assign(error, { code: cause.code, operation: name }) : error;
}

function settingsUnknown({ name }: Described): Error {
  return programError(
    `the settings of the provider of ${name} are not known in this preview. Use ${name}Output, which waits for them`,
  );
}
