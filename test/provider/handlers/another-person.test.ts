import { describe, expect, test } from "vitest";

import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { startPool } from "../../support/start-pool.js";

const bob = { username: "bob", email: "bob@example.com", name: "Bob Stone", givenName: "Bob" };

async function changed(before: Record<string, unknown>, after: Record<string, unknown>): Promise<string> {
  const pool = await startPool();
  const engine = new SmallEngine("User", () => contextOf(pool));
  await engine.up(before);
  const outcome = await engine
    .up(after)
    .catch((error: unknown) => (error instanceof Error ? error.message : ""));
  const { id } = engine.kept!;
  const { username } = await pool.admin.users.detail(id);
  return outcome === "update" ? `update to ${username ?? ""}` : outcome;
}

describe("a resource that is used for another person", () => {
  test("is refused, because that person would get the account", async () => {
    const zoe = { username: "zoe", email: "zoe@example.com", name: "Zoe Ray", givenName: "Zoe" };

    expect(await changed(bob, zoe)).toContain(
      "username, email, name and givenName change together, so the resource may stand for another user now",
    );
    expect(await changed({ username: "bob", name: "Bob" }, { username: "zoe", name: "Zoe" })).toContain(
      "under a new name (in a roster: a new key)",
    );
  });

  test.each([
    ["keeps the given name", { ...bob, username: "rob", email: "rob@b.example", name: "Rob Ray" }],
    ["keeps the email", { ...bob, username: "rob", name: "Rob", givenName: "Rob" }],
    ["of whom nothing else is declared", { username: "rob", email: "rob@b.example" }],
  ])("is not one who %s", async (_title, after) => {
    const before = "name" in after ? bob : { username: "bob", email: "bob@example.com" };

    expect(await changed(before, after)).toBe("update to rob");
  });
});
