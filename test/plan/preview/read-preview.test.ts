import { expect, test } from "vitest";

import { user } from "../../../model/schema/index.js";
import { typeToken } from "../../../model/schema/kind.js";
import { parsePreview } from "../../../plan/preview/read-preview.js";
import { parseStack } from "../../../plan/preview/read-stack.js";
import { scriptOf } from "../../../plan/rehearsal/script.js";

const type = typeToken(user);
const urnOf = (name: string): string => `urn:pulumi:prod::people::${type}::${name}`;

/** A resource as the state and a preview show it. */
function resource(name: string, id: string, username = name): Record<string, unknown> {
  const inputs = { username };
  return { urn: urnOf(name), type, id, inputs, outputs: { ...inputs, userPoolId: "pool" } };
}

test("after a refresh, a run compares with what was read, and creates what is gone", () => {
  const stored = [resource("ada", "1"), resource("bob", "2"), resource("cyd", "3")];
  const resources = parseStack(
    "state.json",
    JSON.stringify({ version: 3, deployment: { resources: stored } }),
  );
  // Pulumi prints the step of a refresh before it reads anything.
  const refreshed = stored.map((each) => ({
    op: "refresh",
    urn: each["urn"],
    oldState: each,
    newState: each,
  }));
  const { steps } = parsePreview(
    "preview.json",
    JSON.stringify({
      steps: [
        ...refreshed,
        {
          op: "update",
          urn: urnOf("ada"),
          oldState: resource("ada", "1", "mallory"),
          newState: resource("ada", "1"),
        },
        { op: "create", urn: urnOf("bob"), newState: resource("bob", "") },
        { op: "delete", urn: urnOf("cyd"), oldState: resource("cyd", "3", "sidney") },
      ],
    }),
  );
  const script = scriptOf(resources, steps);
  expect(script).toMatchObject([
    { does: "declare", op: "update", known: { id: "1", outputs: { username: "mallory" } } },
    { does: "declare", op: "create", known: undefined },
    { does: "delete", known: { id: "3", outputs: { username: "sidney" } } },
  ]);
});
