import { RequestError } from "got";
import { TransportError } from "../errors.js";
import type { Attempt } from "./transport.js";

/** What a request without a response says about itself, and what to do about it. */
interface Meaning {
  readonly retryable: boolean;
  readonly committed: TransportError["committed"];
  readonly advice?: string;
}

const checkNetwork = "check the host and the network";

/** Failures before the request could reach the service. Nothing can have been carried out. */
const neverReached = new Set(["EAI_AGAIN", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENETDOWN"]);

/** Failures that a retry does not fix: an unknown host, HTTPS to a plain HTTP port, a URL that cannot be requested. */
const permanent = new Set(["EPROTO", "ENOTFOUND", "ERR_INVALID_URL", "ERR_UNESCAPED_CHARACTERS"]);

/** A value that HTTP cannot transport, for example a line break in an id that is sent as a header. */
const unsendable = new Set(["ERR_INVALID_CHAR", "ERR_HTTP_INVALID_HEADER_VALUE", "ERR_INVALID_HTTP_TOKEN"]);

/**
 * The codes for a rejected certificate: those of OpenSSL's verification, which Node.js passes on by name, and Node's own.
 * The certificate is checked before the request is sent.
 */
const certificate =
  /^(?!ERR_SSL_).*(?:CERT|CRL|_CA$|ISSUER|LEAF_SIGNATURE|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE|HOSTNAME_MISMATCH|SUBJECT_)/u;

const wrongTime = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]);
const wrongName = new Set(["ERR_TLS_CERT_ALTNAME_INVALID", "HOSTNAME_MISMATCH"]);

/** An agreement on TLS that failed, for example because one side refuses the version of the other. */
const handshake =
  /^ERR_(?:SSL_(?!.*(?:BAD_RECORD_MAC|DECRYPTION_FAILED|UNEXPECTED_EOF))|TLS_(?!HANDSHAKE_TIMEOUT))/u;

/**
 * The errors of the HTTP library and of Node.js are not kept as the cause: they contain the request with its token and
 * body, or the response.
 *
 * @param where the host, and the proxy in between
 */
export function toTransportError({ operation, trying }: Attempt, where: string, error: unknown): unknown {
  if (!(error instanceof RequestError)) return error;
  const { code } = error;
  const { retryable, committed, advice } = meaningOf(code);
  const cause = new Error(error.message);
  const message = `${trying} failed: no response from ${where} (${code})${advice === undefined ? "" : `; ${advice}`}`;
  return new TransportError(message, { operation, cause, retryable, committed });
}

function meaningOf(code: string): Meaning {
  if (certificate.test(code)) return { retryable: false, committed: "no", advice: certificateAdvice(code) };
  if (unsendable.has(code)) {
    const advice = "a header value contains a character that cannot be sent; check userPoolId";
    return { retryable: false, committed: "no", advice };
  }
  if (permanent.has(code)) return { retryable: false, committed: "no", advice: checkNetwork };
  // An alert may come after the request was sent.
  if (handshake.test(code)) return { retryable: false, committed: "unknown", advice: checkNetwork };
  if (neverReached.has(code)) return { retryable: true, committed: "no", advice: checkNetwork };
  return { retryable: true, committed: "unknown" };
}

function certificateAdvice(code: string): string {
  if (wrongTime.has(code)) return "renew the certificate of the host, and check the clock of this machine";
  if (wrongName.has(code)) return "the certificate belongs to another host; check the host and the proxy";
  return "this machine does not trust the certificate of the host; if your company signs it, set NODE_EXTRA_CA_CERTS to the file with the company's certificate";
}
