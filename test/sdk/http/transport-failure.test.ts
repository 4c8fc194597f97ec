import { RequestError } from "got";
import { describe, expect, test } from "vitest";
import { toTransportError } from "../../../sdk/http/transport-failure.js";
import { isOutcomeUnknown } from "../../../sdk/index.js";

const attempt = { operation: "users.list", trying: "listing users, page 1" };

function failureOf(code: string): unknown {
  const error = Object.create(RequestError.prototype) as RequestError;
  Object.assign(error, { code, message: "the words of Node.js" });
  return toTransportError(attempt, "https://core.approw.com", error);
}

/** The codes of OpenSSL's verification, as Node.js names them, and Node's own. */
const untrusted = [
  ...["UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  ...["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "CERT_UNTRUSTED", "CERT_REJECTED"],
  ...["CERT_SIGNATURE_FAILURE", "CERT_CHAIN_TOO_LONG", "CERT_REVOKED", "INVALID_CA", "PATH_LENGTH_EXCEEDED"],
  ...[
    "INVALID_PURPOSE",
    "UNABLE_TO_GET_CRL",
    "CRL_HAS_EXPIRED",
    "CRL_NOT_YET_VALID",
    "CRL_SIGNATURE_FAILURE",
  ],
  ...[
    "UNABLE_TO_DECRYPT_CERT_SIGNATURE",
    "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY",
    "ERROR_IN_CERT_NOT_AFTER_FIELD",
  ],
];

describe("a rejected certificate", () => {
  test.each(untrusted)("(%s) is permanent, and the message names NODE_EXTRA_CA_CERTS", (code) => {
    expect(failureOf(code)).toMatchObject({
      retryable: false,
      committed: "no",
      message: expect.stringMatching(new RegExp(`\\(${code}\\).*NODE_EXTRA_CA_CERTS`)),
    });
  });

  test.each([
    ["CERT_HAS_EXPIRED", "renew the certificate"],
    ["CERT_NOT_YET_VALID", "the clock of this machine"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "belongs to another host"],
    ["HOSTNAME_MISMATCH", "belongs to another host"],
  ])("(%s) is permanent, and the message says what to do", (code, advice) => {
    expect(failureOf(code)).toMatchObject({ retryable: false, message: expect.stringContaining(advice) });
  });
});

describe("a failure without a response", () => {
  test.each([
    ...["ERR_INVALID_CHAR", "ERR_HTTP_INVALID_HEADER_VALUE", "ENOTFOUND", "EPROTO", "ERR_INVALID_URL"],
    ...[
      "ERR_SSL_WRONG_VERSION_NUMBER",
      "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
      "ERR_TLS_INVALID_PROTOCOL_VERSION",
    ],
  ])("(%s) that a retry does not fix is not retried", (code) => {
    expect(failureOf(code)).toMatchObject({ retryable: false });
  });

  test.each([
    "ECONNRESET",
    "ETIMEDOUT",
    "EPIPE",
    "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC",
    "Z_DATA_ERROR",
  ])("(%s) that may pass is retried, and the request may have been carried out", (code) => {
    const error = failureOf(code);

    expect(error).toMatchObject({ retryable: true });
    expect(isOutcomeUnknown(error)).toBe(true);
  });

  test("names neither the request nor the response in its cause", () => {
    expect(failureOf("ECONNRESET")).toMatchObject({ cause: { message: "the words of Node.js" } });
  });
});
