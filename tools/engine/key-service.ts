import { once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import type { AddressInfo } from "node:net";
import { z } from "zod";

/** Where the keys of stacks are, until it is closed. */
export interface KeyService {
  /** What `pulumi stack new --secrets-provider` takes. */
  readonly provider: string;
  /** What each command on such a stack needs in its environment. */
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
 * Stands in for the transit engine of HashiCorp Vault. It keeps the keys of stacks that are thrown away, and hides
 * nothing: what Pulumi encrypts with such a key is encrypted all the same. A key from a passphrase costs each command a
 * million rounds of hashing, which is half of what a small command computes.
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
    provider: "hashivault://thrown-away",
    env: { VAULT_SERVER_URL: `http://127.0.0.1:${port}`, VAULT_SERVER_TOKEN: "thrown-away" },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
