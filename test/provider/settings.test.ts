import { describe, expect, test } from "vitest";

import { unknownSettings, readSettings, type Settings } from "../../provider/settings.js";

function read(config: Record<string, string>, environment: Record<string, string> = {}): Settings {
  return readSettings((key) => config[key], environment);
}

const pool = { "approw:userPoolId": "pool", "approw:secret": "hush" };

describe("readSettings", () => {
  test("names everything that is missing, with the command that sets it", () => {
    expect(() => read({})).toThrow(
      /pulumi config set approw:userPoolId <id>.*APPROW_USERPOOL_ID.*pulumi config set --secret approw:secret.*APPROW_USERPOOL_SECRET/u,
    );
  });

  test("takes the stack's configuration before the environment, and APPROW_ before AUTHING_", () => {
    const environment = {
      APPROW_USERPOOL_ID: "approw",
      AUTHING_USERPOOL_ID: "authing",
      APPROW_USERPOOL_SECRET: "approw",
      AUTHING_USERPOOL_SECRET: "authing",
    };

    expect(read(pool, environment)).toMatchObject({ userPoolId: "pool", secret: "hush" });
    expect(read({}, environment)).toMatchObject({ userPoolId: "approw", host: "https://core.approw.com" });
  });

  test("goes to the other brand's host with the other brand's credentials", () => {
    const environment = { AUTHING_USERPOOL_ID: "id", AUTHING_USERPOOL_SECRET: "hush" };

    expect(read({}, environment).host).toBe("https://core.authing.cn");
    expect(read({}, { ...environment, AUTHING_HOST: "https://id.example.com/" }).host).toBe(
      "https://id.example.com",
    );
  });

  test("sends no secret of one brand to the host of the other", () => {
    expect(() => read({ "approw:userPoolId": "id" }, { AUTHING_USERPOOL_SECRET: "hush" })).toThrow(
      /approw:host/u,
    );
  });

  test("sends the secret over https, or to this machine", () => {
    expect(() => read({ ...pool, "approw:host": "http://core.approw.com" })).toThrow(/https/u);
    expect(read({ ...pool, "approw:host": "http://127.0.0.1:8080" }).host).toBe("http://127.0.0.1:8080");
    expect(read({ ...pool, "approw:host": "http://localhost:8080" }).host).toBe("http://localhost:8080");
  });

  test.each([
    [{ "approw:allowHttp": "true" }, {}],
    [{}, { APPROW_ALLOW_HTTP: "true\n" }],
    [{}, { AUTHING_ALLOW_HTTP: "true" }],
  ])("sends the secret over http to a container in a pipeline on request: %j %j", (config, environment) => {
    const host = "http://emulator:8080";

    expect(read({ ...pool, ...config, "approw:host": host }, environment).host).toBe(host);
    expect(() => read({ ...pool, "approw:host": host })).toThrow(/approw:allowHttp or APPROW_ALLOW_HTTP/u);
    expect(() => read({ ...pool, "approw:host": host, "approw:allowHttp": "false" }, environment)).toThrow(
      /https/u,
    );
  });

  test.each(["%s\n", "%s\r\n", "  %s\t", "\u{feff}%s", "\u{a0}%s "])(
    "trims what a file adds to a setting: %j",
    (file) => {
      const added = (value: string): string => file.replace("%s", value);
      const settings = { userPoolId: "pool", secret: "hush", host: "https://id.example.com", adopt: true };

      expect(
        read({
          "approw:userPoolId": added("pool"),
          "approw:secret": added("hush"),
          "approw:host": added("https://id.example.com/"),
          "approw:adopt": added("true"),
        }),
      ).toMatchObject(settings);
      expect(
        read(
          { "approw:adopt": "true" },
          {
            APPROW_USERPOOL_ID: added("pool"),
            APPROW_USERPOOL_SECRET: added("hush"),
            APPROW_HOST: added("https://id.example.com"),
          },
        ),
      ).toMatchObject(settings);
    },
  );

  test("treats a setting of only white space as missing", () => {
    expect(() => read({ "approw:userPoolId": " \n", "approw:secret": "\t" })).toThrow(
      /the user pool is missing.*the secret of the user pool is missing/u,
    );
  });

  test.each(["po ol", "pool\nother", "pöol"])(
    "refuses %j as the id of a pool: it is sent as a header",
    (id) => {
      expect(() => read({ ...pool, "approw:userPoolId": id })).toThrow(/approw:userPoolId must not contain/u);
    },
  );

  test.each([
    ["https://core.approw.com/graphql/v2", "/graphql/v2"],
    ["https://core.approw.com/api/", "/api"],
    ["https://core.approw.com?pool=1", "?pool=1"],
    ["https://core.approw.com#login", "#login"],
  ])("refuses the host %s and names the path", (host, rest) => {
    expect(() => read({ ...pool, "approw:host": host })).toThrow(
      `approw:host must not have a path: remove ${rest}, so that it is https://core.approw.com`,
    );
  });

  test.each([
    ["maxDeletions", "-1"],
    ["maxDeletions", "many"],
    ["bulkCreate", "always"],
    ["maxConcurrency", "0"],
    ["adopt", "yes"],
    ["host", "core.approw.com"],
  ])("refuses approw:%s of %s", (name, value) => {
    expect(() => read({ ...pool, [`approw:${name}`]: value })).toThrow(
      new RegExp(`approw:${name} must be`, "u"),
    );
  });

  test("shows no secret when something else is wrong", () => {
    expect(() => read({ "approw:secret": "hush", "approw:adopt": "yes" })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("hush") }),
    );
  });
});

describe("unknownSettings", () => {
  test("suggests the setting that was meant: a misspelt limit would be no limit", () => {
    expect(unknownSettings(["approw:maxDeletion", "approw:userPoolId", "other:maxDeletion"])).toEqual([
      "unknown setting approw:maxDeletion: did you mean approw:maxDeletions?",
    ]);
  });
});

describe("the settings of a provider in the program", () => {
  const customers = { ...pool, "approw:provider": "customers" };

  test("take nothing from the environment, which may be for another pool", () => {
    const environment = { APPROW_USERPOOL_SECRET: "other", APPROW_HOST: "https://other.example" };

    expect(read(customers, environment)).toMatchObject({
      providerName: "customers",
      host: "https://core.approw.com",
    });
    expect(() => read({ "approw:provider": "customers", "approw:userPoolId": "pool" }, environment)).toThrow(
      'the secret of the user pool is missing: set secret of the provider "customers"',
    );
  });

  test("are named as the program names them", () => {
    expect(() => read({ ...customers, "approw:maxDeletions": "many" })).toThrow(
      'maxDeletions of the provider "customers" must be a whole number',
    );
    expect(() => read({ ...customers, "approw:host": "http://emulator:8080" })).toThrow(
      /host of the provider "customers" must be an https URL.*set allowHttp of the provider "customers" to true/u,
    );
  });
});
