import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";

import { PulumiCli } from "../../cli/pulumi-cli.js";
import { stubPulumi } from "./stub-pulumi.js";

async function cliThatAnswers(answers: Readonly<Record<string, string>>): Promise<PulumiCli> {
  return new PulumiCli({ cwd: tmpdir(), env: await stubPulumi(answers) });
}

const warning = "warning: {something} is out of date\n";

describe("PulumiCli", () => {
  test("reads past the warnings that come ahead of an answer", async () => {
    const cli = await cliThatAnswers({
      "stack --show-name": `${warning}prod\n`,
      "stack export": `${warning}{\n  "version": 3\n}\n`,
      config: `${warning}{ "approw:host": { "value": "https://core.example", "secret": false } }`,
    });

    expect(await cli.selectedStack()).toBe("prod");
    expect(JSON.parse(await cli.exportStack("prod", { showSecrets: false }))).toEqual({ version: 3 });
    expect(await cli.config("prod", { showSecrets: false })).toEqual(
      new Map([["approw:host", "https://core.example"]]),
    );
  });

  test.each(["", "no configuration", '{ "approw:secret": "hush" }', '{ "approw:secret": "hush'])(
    "an invalid configuration is refused without showing it: %j",
    async (answer) => {
      const cli = await cliThatAnswers({ config: answer });

      await expect(cli.config("prod", { showSecrets: true })).rejects.toThrow(
        /^the output of `pulumi config --json --stack prod` is not a configuration$/u,
      );
    },
  );
});
