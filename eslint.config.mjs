import { readdirSync } from "node:fs";

import js from "@eslint/js";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** What no part of the package may import. */
const aroundThePackage = ["./bench", "./examples", "./test", "./tools"];

/** Every room of the package with the rooms that it may import. Arrows point one way only. */
const rooms = {
  sdk: [],
  model: ["sdk"],
  roster: ["model", "sdk"],
  provider: ["roster", "model", "sdk"],
  drift: ["model", "sdk"],
  emulator: [],
  plan: ["drift", "provider", "model", "sdk", "emulator"],
  cli: ["roster", "drift", "plan", "provider", "model", "sdk", "emulator"],
};

/** The parts of a room that may not know those above them. */
const parts = {
  "model/schema": ["model/rules"],
  "model/functions": ["model/rules"],
  "provider/process": [
    "provider/adapters",
    "provider/functions",
    "provider/handlers",
    "provider/resources",
    "provider/session.ts",
  ],
  "provider/pool": [
    "provider/adapters",
    "provider/functions",
    "provider/handlers",
    "provider/resources",
    "provider/session.ts",
  ],
  "provider/handlers": [
    "provider/adapters",
    "provider/functions",
    "provider/resources",
    "provider/session.ts",
  ],
  "provider/functions": ["provider/adapters", "provider/handlers", "provider/session.ts"],
  "provider/resources": [
    "provider/adapters",
    "provider/functions",
    "provider/handlers",
    "provider/pool",
    "provider/session.ts",
  ],
  "drift/finding": [
    "drift/compare",
    "drift/completeness",
    "drift/policy",
    "drift/pool",
    "drift/report",
    "drift/review.ts",
    "drift/states",
  ],
  "drift/states": [
    "drift/compare",
    "drift/completeness",
    "drift/policy",
    "drift/pool",
    "drift/report",
    "drift/review.ts",
  ],
  "drift/compare": ["drift/policy", "drift/pool", "drift/report", "drift/review.ts"],
  "drift/policy": ["drift/compare", "drift/pool", "drift/report", "drift/review.ts", "drift/states"],
  "drift/pool": [
    "drift/compare",
    "drift/completeness",
    "drift/finding",
    "drift/policy",
    "drift/report",
    "drift/review.ts",
    "drift/states",
  ],
  "drift/completeness": ["drift/compare", "drift/policy", "drift/pool", "drift/report", "drift/review.ts"],
  "drift/review.ts": ["drift/report"],
  "cli/connections": ["cli/commands"],
  "cli/pool-contents": ["cli/commands"],
  "cli/project": ["cli/commands"],
  "cli/provenance": ["cli/commands"],
  "cli/states": ["cli/commands"],
};

/** No command imports another one: what they share stands beside them. */
const commands = readdirSync(`${import.meta.dirname}/cli/commands`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const forbiddenArrows = [
  ...Object.entries(rooms).map(([room, known]) => ({
    target: `./${room}`,
    from: [
      ...Object.keys(rooms)
        .filter((other) => other !== room && !known.includes(other))
        .map((other) => `./${other}`),
      ...aroundThePackage,
    ],
  })),
  ...Object.entries(parts).map(([part, above]) => ({
    target: `./${part}`,
    from: above.map((other) => `./${other}`),
  })),
  ...commands.map((name) => ({
    target: `./cli/commands/${name}`,
    from: commands.filter((other) => other !== name).map((other) => `./cli/commands/${other}`),
  })),
  // An example imports the package by its name, as those who copy it do.
  {
    target: "./examples",
    from: [...Object.keys(rooms), "bench", "test", "tools"].map((room) => `./${room}`),
  },
];

export default tseslint.config(
  { ignores: ["dist/", "coverage/", "**/node_modules/"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,mts}"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    // One program for all files takes a fifth less than the project service, which is made for editors.
    languageOptions: { parserOptions: { project: "tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver()] },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-non-null-assertion": "error",
      "import-x/no-cycle": "error",
      "import-x/no-default-export": "error",
      "import-x/no-restricted-paths": ["error", { zones: forbiddenArrows }],
      "no-console": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      // vitest types its asymmetric matchers as any.
      "@typescript-eslint/no-unsafe-assignment": "off",
    },
  },
  {
    files: ["**/*.config.mts"],
    rules: { "import-x/no-default-export": "off" },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: { sourceType: "commonjs", globals: { require: "readonly" } },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } },
  },
);
