import { Metadata, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { Any } from "google-protobuf/google/protobuf/any_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

import type { Properties } from "../../../model/rules/record.js";
import { OperationError } from "../../operation-error.js";

/** A failure as gRPC sends it. */
export interface Failure {
  readonly code: status;
  readonly message: string;
  readonly metadata: Metadata;
}

/** The failure of a write, with what it left of the object. */
export class WriteFailure extends Error {
  override readonly name = "WriteFailure";

  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/** A failure for the engine that leaves the state as it is. */
export function toFailure(cause: unknown): Failure {
  const message = cause instanceof Error ? cause.message : String(cause);
  return { code: status.UNKNOWN, message, metadata: new Metadata() };
}

/**
 * Runs a write. If it fails, the engine gets the id and the outputs of an object that is half done, so that the state keeps
 * it.
 *
 * @param toSend makes what the engine gets of outputs, with secrets marked
 */
export async function writing<Response>(
  toSend: (outs: Properties) => Struct,
  write: () => Promise<Response>,
): Promise<Response> {
  try {
    return await write();
  } catch (cause) {
    if (!(cause instanceof OperationError) || cause.kept === undefined) throw cause;
    throw new WriteFailure(withKept(toFailure(cause), cause.kept, toSend));
  }
}

function withKept(
  failure: Failure,
  { id, properties, reasons }: NonNullable<OperationError["kept"]>,
  toSend: (outs: Properties) => Struct,
): Failure {
  const kept = new ErrorResourceInitFailed();
  kept.setId(id).setReasonsList(reasons).setProperties(toSend(properties));
  const details = new Any();
  details.pack(kept.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const sent = new Status();
  sent.setCode(failure.code).setMessage(failure.message).addDetails(details);
  failure.metadata.add("grpc-status-details-bin", Buffer.from(sent.serializeBinary()));
  return failure;
}
