import { describe, expect, test } from "vitest";

import { connectionsOf, type PoolConnection } from "../../../cli/connections/connections.js";
import { limitsOf } from "../../../cli/commands/plan/limits.js";
import { PulumiCli } from "../../../cli/pulumi-cli.js";
import { parseDeployment } from "../../../drift/states/deployment.js";
import { encrypted, ExportedState } from "../../drift/states/exported-state.js";
import { stubPulumi } from "../stub-pulumi.js";

const poolOfStack = "59f86b4832eb28071bdd9214";
const config = {
  "approw:userPoolId": { value: poolOfStack },
  "approw:secret": { value: "of-the-stack" },
  "approw:maxDeletions": { value: "9" },
};

const urnOf = (name: string): string => `urn:pulumi:dev::people::pulumi:providers:approw::${name}`;

interface Given {
  readonly providers: Readonly<Record<string, object>>;
  /** As `pulumi config --json` shows it. */
  readonly config?: object;
  readonly env?: Readonly<Record<string, string>>;
}

/** A stack with providers of the plugin: secrets are encrypted unless the Pulumi CLI is asked to show them. */
async function open({ providers, config: of = config, env = {} }: Given): Promise<{
  connections: PoolConnection[];
  limits: ReadonlyMap<string, number>;
}> {
  const stateWith = (secretOf: (value: string) => unknown): string => {
    const state = new ExportedState("dev", poolOfStack);
    for (const [name, inputs] of Object.entries(providers)) {
      const shown = Object.entries(inputs).map(([key, value]: [string, unknown]) => [
        key,
        key === "secret" ? secretOf(String(value)) : value,
      ]);
      state.other("pulumi:providers:approw", { urn: urnOf(name), inputs: Object.fromEntries(shown) });
    }
    return state.toString();
  };
  const path = await stubPulumi({
    "stack export --stack dev --show-secrets": stateWith((value) => ({
      ...encrypted,
      plaintext: JSON.stringify(value),
    })),
    "config --json": JSON.stringify(of),
  });
  const cli = new PulumiCli({ cwd: process.cwd(), env: path });
  const deployment = parseDeployment(
    "dev",
    stateWith(() => encrypted),
  );
  const connections = await connectionsOf([deployment], ["dev"], cli, env);
  return { connections, limits: await limitsOf(connections, "dev", cli) };
}

const customers = { userPoolId: "p1", secret: "of-customers", host: "https://x.example", adopt: true };

describe("the connections of a stack whose resources the plugin manages", () => {
  test("are that of the stack, and that of each provider with the settings in the state", async () => {
    const { connections, limits } = await open({
      providers: {
        default: { userPoolId: "as it was", secret: "old" },
        customers: { ...customers, maxDeletions: 5 },
        partners: { userPoolId: "p2", secret: "of-partners" },
      },
      env: { APPROW_HOST: "https://environment.example" },
    });

    expect(connections).toMatchObject([
      { settings: { userPoolId: poolOfStack, secret: "of-the-stack", adopt: false }, providers: [] },
      {
        settings: {
          userPoolId: "p1",
          secret: "of-customers",
          host: "https://x.example",
          adopt: true,
          providerName: "customers",
        },
        hostOrigin: 'the provider "customers"',
        providers: [urnOf("customers")],
      },
      {
        // It declares a pool, so it takes nothing from the environment.
        settings: { userPoolId: "p2", host: "https://core.approw.com", providerName: "partners" },
        providers: [urnOf("partners")],
      },
    ]);
    expect([...limits]).toEqual([
      [poolOfStack, 9],
      ["p1", 5],
      ["p2", 9],
    ]);
  });

  test("a provider without a pool of its own is for that of the environment", async () => {
    const env = {
      APPROW_USERPOOL_ID: "p3",
      APPROW_USERPOOL_SECRET: "hush",
      APPROW_HOST: "https://y.example",
    };

    const { connections } = await open({ providers: { careful: { maxDeletions: "2" } }, env });

    expect(connections).toMatchObject([
      { settings: { userPoolId: poolOfStack }, providers: [] },
      {
        settings: { userPoolId: "p3", maxDeletions: 2, providerName: undefined },
        hostOrigin: "APPROW_HOST",
        providers: [urnOf("careful")],
      },
    ]);
    expect((await open({ providers: { careful: { maxDeletions: "2" } } })).connections).toHaveLength(1);
  });

  test("a provider for the pool of the stack says what a run may do, and the stack how to log in", async () => {
    const own = { userPoolId: poolOfStack, secret: "before the rotation", adopt: true };

    const { connections, limits } = await open({ providers: { people: own } });

    expect(connections).toMatchObject([
      {
        settings: { secret: "of-the-stack", adopt: true, maxDeletions: 9, providerName: "people" },
        providers: [urnOf("people")],
      },
    ]);
    expect([...limits]).toEqual([[poolOfStack, 9]]);
  });

  test("a stack without settings has the pools of its providers, and its limit counts for them", async () => {
    const { connections, limits } = await open({
      providers: { customers },
      config: { "approw:maxDeletions": { value: "4" } },
    });

    expect(connections).toMatchObject([{ settings: { userPoolId: "p1" } }]);
    expect([...limits]).toEqual([["p1", 4]]);
  });

  test("a provider with a pool and no secret is refused as the plugin refuses it", async () => {
    await expect(open({ providers: { customers: { userPoolId: "p1" } } })).rejects.toThrow(
      'set secret of the provider "customers"',
    );
  });
});
