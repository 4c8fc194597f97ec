import type { Metadata, UntypedServiceImplementation } from "@grpc/grpc-js";
import {
  CheckRequest,
  type CheckResponse,
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ErrorResourceInitFailed,
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

import type { Properties } from "../../model/rules/record.js";
import { type KindName, schemaOf } from "../../model/schema/index.js";
import { pluginToken } from "../../model/schema/kind.js";
import { OperationError } from "../../provider/operation-error.js";
import { PluginInstance } from "../../provider/adapters/plugin/instance.js";
import { methodsOf } from "../../provider/adapters/plugin/service.js";
import { receive } from "../../provider/adapters/plugin/values.js";
import type { Session } from "../../provider/session.js";
import type { Door } from "./door.js";

const settings = { userPoolId: "pool", secret: "hush" };

/** What each property bag was on the wire: the engine keeps it, with its marks of secrets. */
const structs = new WeakMap<object, Struct>();

/** The handlers through the methods of the plugin: what the engine sends and gets are messages of the protocol. */
export function pluginDoor(session: Session): Door {
  const instance = new PluginInstance({}, () => session);
  instance.configure({ name: "default", values: settings });
  const methods = methodsOf({
    instance,
    version: "0.0.0",
    schema: () => Promise.resolve("{}"),
    environment: {},
    onUrn: () => undefined,
    onCancel: () => Promise.resolve(),
  });
  const call = <Response>(method: string, request: object): Promise<Response> =>
    callMethod<Response>(methods, method, request);

  return {
    async check(kind, name, olds, news) {
      const request = new CheckRequest().setUrn(urnOf(kind, name));
      request.setOlds(toStruct(olds)).setNews(toStruct(news));
      const response = await call<CheckResponse>("check", request);
      const failures = response
        .getFailuresList()
        .map((failure) => ({ property: "", reason: failure.getReason() }));
      return { inputs: toPlain(response.getInputs()), failures };
    },

    async diff(kind, { id, outs, inputs }, news) {
      const request = new DiffRequest().setUrn(urnOf(kind)).setId(id);
      request.setOlds(toStruct(outs)).setOldInputs(toStruct(inputs)).setNews(toStruct(news));
      const response = await call<DiffResponse>("diff", request);
      const replaces = response.getReplacesList();
      return {
        changes: response.getChanges() === DiffResponse.DiffChanges.DIFF_SOME,
        changed: response.getDiffsList(),
        ...(replaces.length > 0 && { replaces }),
        ...(response.getDeletebeforereplace() && { deleteBeforeReplace: true }),
      };
    },

    async create(kind, inputs) {
      const request = new CreateRequest().setUrn(urnOf(kind)).setProperties(toStruct(inputs));
      const response = await call<CreateResponse>("create", request);
      return { id: response.getId(), outs: toPlain(response.getProperties()) };
    },

    async read(kind, { id, outs, inputs }) {
      const request = new ReadRequest().setUrn(urnOf(kind)).setId(id);
      if (Object.keys(outs).length > 0) request.setProperties(toStruct(outs)).setInputs(toStruct(inputs));
      const response = await call<ReadResponse>("read", request);
      if (response.getId() === "") return "gone";
      return {
        id: response.getId(),
        outs: toPlain(response.getProperties()),
        inputs: toPlain(response.getInputs()),
      };
    },

    async update(kind, { id, outs, inputs }, news) {
      const request = new UpdateRequest().setUrn(urnOf(kind)).setId(id);
      request.setOlds(toStruct(outs)).setOldInputs(toStruct(inputs)).setNews(toStruct(news));
      const response = await call<UpdateResponse>("update", request);
      return { outs: toPlain(response.getProperties()) };
    },

    async delete(kind, { id, outs, inputs }) {
      const request = new DeleteRequest().setUrn(urnOf(kind)).setId(id);
      await call("delete", request.setProperties(toStruct(outs)).setOldInputs(toStruct(inputs)));
    },
  };
}

function urnOf(kind: KindName, name = "it"): string {
  return `urn:pulumi:prod::people::${pluginToken(schemaOf(kind))}::${name}`;
}

function toStruct(properties: Properties): Struct {
  const json = JSON.parse(JSON.stringify(properties)) as Parameters<typeof Struct.fromJavaScript>[0];
  return structs.get(properties) ?? Struct.fromJavaScript(json);
}

function toPlain(struct: Struct | undefined): Properties {
  const { values } = receive(struct);
  if (struct !== undefined) structs.set(values, struct);
  return values;
}

type Respond = (failure: { message: string; metadata: Metadata } | null, response: unknown) => void;

async function callMethod<Response>(
  methods: UntypedServiceImplementation,
  name: string,
  request: object,
): Promise<Response> {
  const method = methods[name] as unknown as (call: { request: object }, respond: Respond) => void;
  return await new Promise<Response>((resolve, reject) => {
    method({ request }, (failure, response) => {
      if (failure === null) resolve(response as Response);
      else reject(toError(failure));
    });
  });
}

/** As the engine understands a failure: with details, the object is half done and stays in the state. */
function toError({ message, metadata }: { message: string; metadata: Metadata }): Error {
  const [details] = metadata.get("grpc-status-details-bin");
  if (!(details instanceof Buffer)) return new Error(message);
  const [any] = Status.deserializeBinary(details).getDetailsList();
  const kept = ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
  const properties = toPlain(kept.getProperties());
  return new OperationError(
    message,
    { id: kept.getId(), properties: { ...properties }, reasons: kept.getReasonsList() },
    {},
  );
}
