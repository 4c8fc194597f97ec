import { once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import type { AddressInfo } from "node:net";
import { z } from "zod";

/** Encrypts the secrets of stacks until it is closed. */
export interface KeyService {
  /** The value of `pulumi stack new --secrets-provider`. */
  readonly provider: string;
  /** Required in the environment of each command on such a stack. */
  readonly env: NodeJS.ProcessEnv;
  close(): void;
}

const mark = "vault:v1:";
const request = z.union([
  z.object({ plaintext: z.string() }).transform(({ plaintext }) => ({ ciphertext: mark + plaintext })),
  z
    .object({ ciphertext: z.string().startsWith(mark) })
    .transform(({ ciphertext }) => ({ plaintext: ciphertext.slice(mark.length) })),
]);

/**
 * Stands in for the transit engine of HashiCorp Vault, for temporary stacks. It does not protect the keys, but Pulumi
 * encrypts with them as usual. A key from a passphrase costs each command a million rounds of hashing, which is half of
 * the CPU time of a small command.
 */
export async function serveKeys(): Promise<KeyService> {
  const server = createServer((incoming, outgoing) => {
    void json(incoming).then((body) => {
      outgoing.setHeader("content-type", "application/json");
      outgoing.end(JSON.stringify({ data: request.parse(body) }));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    provider: "hashivault://temporary",
    env: { VAULT_SERVER_URL: `http://127.0.0.1:${port}`, VAULT_SERVER_TOKEN: "temporary" },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
