import * as pulumi from "@pulumi/pulumi";
import { beforeEach, expect, test } from "vitest";

import { declareTeam } from "./team.js";

type Inputs = Record<string, unknown>;

/** What the program declares, by type. No engine and no user pool takes part. */
let declared: { type: string; inputs: Inputs }[];

beforeEach(async () => {
  declared = [];
  await pulumi.runtime.setMocks({
    newResource({ type, name, inputs }) {
      declared.push({ type, inputs: inputs as Inputs });
      return { id: `id of ${name}`, state: inputs as Inputs };
    },
    call: () => ({}),
  });
});

/** Runs the program and waits until all its resources are registered. */
async function run(program: () => void): Promise<void> {
  program();
  await pulumi.runtime.disconnect();
}

function inputsOf(kind: string): Inputs[] {
  return declared.filter(({ type }) => type.endsWith(`:${kind}`)).map(({ inputs }) => inputs);
}

test("a user who leaves the list is blocked, not deleted", async () => {
  await run(() => {
    declareTeam([{ username: "ada", email: "ada@example.com", team: "engineering" }]);
  });

  expect(inputsOf("User")).toMatchObject([{ username: "ada", deletionPolicy: "block" }]);
});

test("only the lead of a team is a reviewer", async () => {
  await run(() => {
    declareTeam([
      { username: "ada", email: "ada@example.com", team: "engineering", isLead: true },
      { username: "grace", email: "grace@example.com", team: "engineering" },
    ]);
  });

  expect(inputsOf("UserRoleAssignment")).toMatchObject([{ userId: "id of ada", roles: ["reviewer"] }]);
});
