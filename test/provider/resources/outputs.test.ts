import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";

import { User, UserGroupMembership } from "../../../provider/index.js";

/** What the state holds of the resources by their names. */
const states = new Map([
  ["ada", { username: "ada", company: "Analytical", userPoolId: "pool" }],
  ["alan", { username: "alan", company: "Bletchley", userPoolId: "pool" }],
]);

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ name }) => ({ id: `${name}-id`, state: states.get(name) ?? {} }),
    call: () => ({}),
  });
});

function valueOf(output: pulumi.Output<unknown>): Promise<unknown> {
  return new Promise((resolve) => output.apply(resolve));
}

describe("outputs", () => {
  test("of what is declared have its value", async () => {
    const ada = new User("ada", { username: "ada", company: "Analytical" });

    expect(await valueOf(ada.company)).toBe("Analytical");
    expect(await valueOf(ada.userPoolId)).toBe("pool");
  });

  test("of what is not declared can be read and have no value", async () => {
    const grace = new User("grace", { username: "grace" });
    const groups = new UserGroupMembership("grace-groups", { userId: "g", groups: ["navy"] });

    expect(await valueOf(grace.phone)).toBeUndefined();
    expect(await valueOf(grace.deletionPolicy)).toBeUndefined();
    expect(await valueOf(groups.exhaustive)).toBeUndefined();
  });

  test("of one resource say nothing of another one", async () => {
    new User("alan", { username: "alan", company: "Bletchley" });
    const edsger = new User("edsger", { username: "edsger" });

    expect(await valueOf(edsger.company)).toBeUndefined();
  });

  test("of a change that is ignored have the value that the state keeps", () => {
    const user = new User("john", { username: "john" }, { ignoreChanges: ["company"] });

    expect(Object.keys(user)).toContain("company");
  });

  test("of a lookup are all there", () => {
    expect(Object.keys(User.get("known", "5f"))).toEqual(
      expect.arrayContaining(["phone", "company", "name"]),
    );
  });
});
