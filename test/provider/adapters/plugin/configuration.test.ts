import { describe, expect, test } from "vitest";

import { checkConfiguration, toReadConfig } from "../../../../provider/adapters/plugin/configuration.js";
import { readSettings } from "../../../../provider/settings.js";

const pool = { userPoolId: "p1", secret: "hush" };
const environment = {
  APPROW_USERPOOL_ID: "p2",
  APPROW_USERPOOL_SECRET: "s2",
  APPROW_HOST: "https://b.example.com",
};

describe("the settings of an instance", () => {
  test.each([
    ["strings of the stack", { ...pool, maxDeletions: "5", adopt: "true" }],
    ["values of YAML", { ...pool, maxDeletions: 5, adopt: true }],
    ["null for what is absent", { ...pool, maxDeletions: 5, adopt: true, host: null }],
  ])("may be %s", (_form, values) => {
    const settings = readSettings(toReadConfig({ name: "default", values }), {});

    expect(settings).toMatchObject({
      userPoolId: "p1",
      maxDeletions: 5,
      adopt: true,
      providerName: undefined,
    });
  });

  test("of a declared provider are never mixed with those of the environment", () => {
    const half = toReadConfig({ name: "customers", values: { host: "https://a.example.com" } });
    expect(() => readSettings(half, environment)).toThrow('set userPoolId of the provider "customers"');

    const none = toReadConfig({ name: "customers", values: { maxDeletions: 3 } });
    expect(readSettings(none, environment)).toMatchObject({
      userPoolId: "p2",
      secret: "s2",
      maxDeletions: 3,
    });
  });

  test("of the stack are completed by the environment", () => {
    const config = toReadConfig({ name: "default_0_1_0", values: { userPoolId: "p1" } });

    expect(readSettings(config, environment)).toMatchObject({ userPoolId: "p1", secret: "s2" });
  });
});

describe("the check of a configuration", () => {
  const reasons = (values: Record<string, unknown>, name = "default"): string[] =>
    checkConfiguration({ name, values }, {}).map(({ reason }) => reason);

  test("finds unknown names, and names the provider that has them", () => {
    expect(reasons({ ...pool, maxDeletion: "5" })).toEqual([
      "unknown setting approw:maxDeletion: did you mean approw:maxDeletions?",
    ]);
    expect(reasons({ ...pool, hosts: "x" }, "customers")[0]).toContain('(in the provider "customers")');
  });

  test("finds wrong values without showing the secret", () => {
    expect(reasons({ ...pool, maxDeletions: "many" })).toEqual([
      "invalid settings: approw:maxDeletions must be a whole number",
    ]);
    expect(reasons({ ...pool, secret: "tell-tale", host: "nowhere" }).join()).not.toContain("tell-tale");
  });

  test("lets pass what Pulumi adds, what is not known yet and missing credentials", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    expect(reasons({ ...pool, version: "0.1.0", pluginDownloadURL: "github://api.github.com/a/b" })).toEqual(
      [],
    );
    expect(reasons({ ...pool, host: unknown })).toEqual([]);
    expect(reasons({})).toEqual([]);
  });
});
