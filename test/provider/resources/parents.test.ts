import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";

import { Group, User } from "../../../provider/index.js";

/** What a program hands over of the resources, by their usernames or codes. */
const handedOver = new Map<unknown, unknown>();

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      const { username, code, __approwName } = inputs as Record<string, unknown>;
      handedOver.set(username ?? code, __approwName);
      return { id: `${name}-id`, state: inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
});

class Team extends pulumi.ComponentResource {
  readonly lead: User;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("acme:Team", name, {}, opts);
    this.lead = new User("lead", { username: `lead-of-${name}` }, { parent: this });
  }
}

test("A resource hands over the path of its parents, which tells it from one of the same name", async () => {
  const top = new User("lead", { username: "top" });
  const eng = new Team("eng");
  const web = new Team("web", { parent: eng });
  const group = new Group("lead", { code: "of-a-user" }, { parent: top });
  await Promise.all(
    [top, eng.lead, web.lead, group].map(({ id }) => new Promise((resolve) => id.apply(resolve))),
  );

  expect(Object.fromEntries(handedOver)).toEqual({
    top: "lead",
    "lead-of-eng": ["lead", "acme:Team eng"],
    "lead-of-web": ["lead", "acme:Team eng", "acme:Team web"],
    "of-a-user": ["lead", "pulumi-nodejs:dynamic/approw:User lead"],
  });
});
