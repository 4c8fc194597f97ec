import { LocalWorkspace } from "@pulumi/pulumi/automation";
import * as approw from "pulumi-approw";

/** The program that Pulumi runs in this process. */
function people(): Promise<void> {
  new approw.User("ada", { username: "ada", email: "ada@example.com", name: "Ada Lovelace" });
  return Promise.resolve();
}

async function main(): Promise<void> {
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "dev", projectName: "people", program: people },
    // The engine starts the provider in this directory. Without it, that is the directory in which this process starts.
    { projectSettings: { name: "people", runtime: "nodejs", main: __dirname } },
  );
  await stack.up({ onOutput: (text) => process.stdout.write(text) });
}

void main();
