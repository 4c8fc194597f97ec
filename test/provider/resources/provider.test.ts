import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, test } from "vitest";

import { Provider, type ProviderArgs } from "../../../provider/index.js";

/** What the engine gets of each provider, by name. Secrets are marked. */
const registered = new Map<string, Record<string, unknown>>();

beforeEach(async () => {
  registered.clear();
  await pulumi.runtime.setMocks({
    newResource: ({ name, type, inputs }) => {
      expect(type).toBe("pulumi:providers:pulumi-nodejs");
      registered.set(name, inputs as Record<string, unknown>);
      return { id: `${name}-id`, state: inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
});

async function settingsOf(args: ProviderArgs, stack: Record<string, string> = {}): Promise<unknown> {
  pulumi.runtime.setAllConfig(stack);
  const provider = new Provider("customers", args);
  await new Promise((resolve) => provider.urn.apply(resolve));
  return registered.get("customers");
}

const pool = { userPoolId: "p1", secret: "hush" };
/** The secret as the engine gets it, with Pulumi's mark. */
const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "hush" };

describe("Provider", () => {
  test("hands its settings to the engine as text", async () => {
    const settings = await settingsOf({
      ...pool,
      adopt: true,
      maxDeletions: pulumi.output(0),
      host: undefined,
    });

    expect(settings).toEqual({
      "approw:provider": "customers",
      "approw:userPoolId": "p1",
      "approw:secret": secret,
      "approw:adopt": "true",
      "approw:maxDeletions": "0",
    });
  });

  test("takes from the stack what is not declared, but neither its pool nor its host", async () => {
    const stack = {
      "approw:userPoolId": "p0",
      "approw:host": "https://other.example",
      "approw:maxDeletions": "10",
      "approw:stats": "true",
    };

    expect(await settingsOf({ ...pool, stats: false }, stack)).toEqual({
      "approw:provider": "customers",
      "approw:userPoolId": "p1",
      "approw:secret": secret,
      "approw:maxDeletions": "10",
      "approw:stats": "false",
    });
  });

  test.each([
    [undefined, "userPoolId is required; secret is required"],
    [{}, "userPoolId is required; secret is required"],
    [{ userPoolId: "p1", secret: null, x: 1 }, "secret is required; unknown argument x"],
    [{ ...pool, maxDeletion: 1 }, "unknown argument maxDeletion (did you mean maxDeletions?)"],
  ])("refuses %j in plain JavaScript", (args, message) => {
    expect(() => new Provider("customers", args as unknown as ProviderArgs)).toThrow(
      `mistakes in the provider "customers": ${message}`,
    );
  });
});
