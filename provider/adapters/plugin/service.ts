import type {
  handleUnaryCall,
  sendUnaryData,
  ServerWritableStream,
  UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import {
  CheckFailure,
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  DiffResponse,
  GetMappingResponse,
  GetMappingsResponse,
  GetSchemaResponse,
  InvokeResponse,
  type ListRequest,
  ListResponse,
  PropertyDiff,
  ProviderHandshakeResponse,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

import { digestsKey } from "../../../model/rules/bookkeeping.js";
import type { Difference } from "../../../model/rules/difference.js";
import type { Properties } from "../../../model/rules/record.js";
import { nameInUrn } from "../../../model/rules/urn.js";
import { type KindName, schemaOf } from "../../../model/schema/index.js";
import { checkConfiguration } from "./configuration.js";
import { toFailure, WriteFailure, writing } from "./failures.js";
import type { PluginInstance } from "./instance.js";
import type { Listed } from "./listing.js";
import { kindOf, type NamedResource, resourceIn } from "./resource-urn.js";
import { type Received, receive, send } from "./values.js";

/** What the methods of one process work with. */
export interface ServiceParts {
  readonly instance: PluginInstance;
  readonly version: string;
  /** The schema of the package, as JSON. */
  readonly schema: () => Promise<string>;
  readonly environment: NodeJS.ProcessEnv;
  /** The engine ends the run, or the user has interrupted it. */
  readonly onCancel: () => Promise<void>;
  /** The engine has named a resource. */
  readonly onResource: (urn: string) => void;
}

/**
 * The methods of Pulumi's protocol of resource providers (pulumi/provider.proto) that the plugin has. gRPC answers the
 * others: they are not implemented.
 */
export function methodsOf({
  instance,
  version,
  schema,
  environment,
  onCancel,
  onResource,
}: ServiceParts): UntypedServiceImplementation {
  const named = (request: { getUrn(): string }): NamedResource => {
    onResource(request.getUrn());
    return resourceIn(request.getUrn());
  };
  return {
    handshake: unary(() => {
      const response = new ProviderHandshakeResponse();
      return response.setAcceptSecrets(true).setAcceptResources(false).setAcceptOutputs(false);
    }),

    getPluginInfo: unary(() => new PluginInfo().setVersion(version)),

    getSchema: unary(async () => new GetSchemaResponse().setSchema(await schema())),

    getMapping: unary(() => new GetMappingResponse()),

    getMappings: unary(() => new GetMappingsResponse()),

    checkConfig: unary((request) => {
      const { values, secrets } = receive(request.getNews());
      const failures = checkConfiguration({ name: nameInUrn(request.getUrn()), values }, environment);
      const inputs = send(values, new Set([...secrets, "secret"]));
      return new CheckResponse().setInputs(inputs).setFailuresList(failures.map(toProtocol));
    }),

    // Never replaces: a provider that is replaced would replace all its users. Every operation refuses the wrong pool.
    diffConfig: unary((request) => {
      const [olds, news] = [receive(request.getOldInputs() ?? request.getOlds()), receive(request.getNews())];
      const changed = changedKeys(olds.values, news.values);
      const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
      return new DiffResponse().setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE).setDiffsList(changed);
    }),

    configure: unary((request) => {
      const { values } = receive(request.getArgs());
      instance.configure({ name: request.getName() ?? nameInUrn(request.getUrn() ?? ""), values });
      return new ConfigureResponse()
        .setAcceptsecrets(true)
        .setSupportspreview(true)
        .setAcceptresources(false);
    }),

    check: unary((request) => {
      const resource = named(request);
      const [olds, news] = [receive(request.getOlds()), receive(request.getNews())];
      const { inputs, failures } = instance.check(resource, olds.values, news.values);
      return new CheckResponse()
        .setInputs(send(inputs, secretsOf(resource.kind, news)))
        .setFailuresList(failures.map(toProtocol));
    }),

    diff: unary((request) => {
      const { kind } = named(request);
      const [state, news, inputs] = received(request.getOlds(), request.getNews(), request.getOldInputs());
      const known = { id: request.getId(), state: state.values, inputs: inputs.values };
      return toDiffResponse(instance.diff(kind, known, news.values), state.values, news.values);
    }),

    create: unary(async (request) => {
      const { kind } = named(request);
      const declared = receive(request.getProperties());
      const toSend = sender(kind, declared);
      if (request.getPreview()) {
        return new CreateResponse().setProperties(toSend(instance.preview(kind, declared.values)));
      }
      return await writing(toSend, async () => {
        const { id, outs } = await instance.create(kind, declared.values);
        return new CreateResponse().setId(id).setProperties(toSend(outs));
      });
    }),

    read: unary(async (request) => {
      const { kind } = named(request);
      const [state, inputs] = received(request.getProperties(), request.getInputs());
      const toSend = sender(kind, state, inputs);
      const known = { id: request.getId(), state: state.values, inputs: inputs.values };
      const read = await instance.read(kind, known);
      if (read === "gone") return new ReadResponse();
      return new ReadResponse()
        .setId(read.id)
        .setProperties(toSend(read.outs))
        .setInputs(toSend(read.inputs));
    }),

    update: unary(async (request) => {
      const { kind } = named(request);
      const [state, news, inputs] = received(request.getOlds(), request.getNews(), request.getOldInputs());
      const toSend = sender(kind, state, news);
      if (request.getPreview()) {
        return new UpdateResponse().setProperties(toSend(instance.preview(kind, news.values)));
      }
      const known = { id: request.getId(), state: state.values, inputs: inputs.values };
      return await writing(toSend, async () => {
        const outs = await instance.update(kind, known, news.values);
        return new UpdateResponse().setProperties(toSend(outs));
      });
    }),

    delete: unary(async (request) => {
      const { kind } = named(request);
      const [state, inputs] = received(request.getProperties(), request.getOldInputs());
      await instance.delete(kind, { id: request.getId(), state: state.values, inputs: inputs.values });
      return new Empty();
    }),

    invoke: unary(async (request) => {
      const args = receive(request.getArgs());
      const { result, isSecret } = await instance.lookups.answer(
        request.getTok(),
        args.values,
        request.getPreview(),
      );
      const secrets = new Set(isSecret ? Object.keys(result) : []);
      return new InvokeResponse().setReturn(send(result, secrets));
    }),

    list: (call: ServerWritableStream<ListRequest, ListResponse>) => {
      const { request } = call;
      sendAll(call, instance.list(kindOf(request.getToken()), receive(request.getQuery()).values)).catch(
        (cause: unknown) => {
          // An error that is thrown here would not reach the engine, and the command would wait for ever.
          call.emit("error", toFailure(cause));
        },
      );
    },

    cancel: unary(async () => {
      await onCancel();
      return new Empty();
    }),
  } satisfies Partial<IResourceProviderServer>;
}

/** Sends what is listed, up to the limit of the request. */
async function sendAll(
  call: ServerWritableStream<ListRequest, ListResponse>,
  objects: AsyncIterable<Listed>,
): Promise<void> {
  const limit = call.request.getLimit();
  let sent = 0;
  for await (const { id, name } of objects) {
    if (call.cancelled) return;
    const result = new ListResponse.Result().setId(id).setName(name);
    call.write(new ListResponse().setResult(result));
    sent += 1;
    if (sent === limit) break;
  }
  call.end();
}

/** A method whose failure is the answer. */
function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return ({ request }, respond: sendUnaryData<Response>) => {
    Promise.resolve()
      .then(() => answer(request))
      .then(
        (response) => {
          respond(null, response);
        },
        (cause: unknown) => {
          respond(cause instanceof WriteFailure ? cause.failure : toFailure(cause));
        },
      );
  };
}

function received(...structs: (Struct | undefined)[]): [Received, Received, Received] {
  const [first, second, third] = structs.map(receive);
  const none: Received = { values: {}, secrets: new Set() };
  return [first ?? none, second ?? none, third ?? none];
}

/**
 * Marks what is secret: what arrived as a secret under the same name, now or before, and what is always one. The engine
 * leaves that to a plugin that takes secrets as they are.
 */
function secretsOf(kind: KindName, ...sources: readonly Received[]): ReadonlySet<string> {
  const { fields } = schemaOf(kind);
  const always = Object.keys(fields).filter((name) => fields[name]?.secret);
  return new Set([...sources.flatMap(({ secrets }) => [...secrets]), ...always, digestsKey]);
}

function sender(kind: KindName, ...sources: readonly Received[]): (values: Properties) => Struct {
  const secrets = secretsOf(kind, ...sources);
  return (values) => send(values, secrets);
}

/**
 * The difference, property by property. Kinds and `replaces` come from one plan, because the engine replaces where either
 * says so.
 */
function toDiffResponse(difference: Difference, state: Properties, declared: Properties): DiffResponse {
  const { changes, changed, replaces = [], deleteBeforeReplace = false } = difference;
  const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
  const response = new DiffResponse()
    .setChanges(changes ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...changed])
    .setReplacesList([...replaces])
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(changed.length > 0);
  const details = response.getDetaileddiffMap();
  for (const name of new Set(changed))
    details.set(name, detail(name, replaces.includes(name), state, declared));
  return response;
}

function detail(name: string, isReplaced: boolean, state: Properties, declared: Properties): PropertyDiff {
  const { Kind } = PropertyDiff;
  const diff = new PropertyDiff();
  if (declared[name] === undefined) return diff.setKind(isReplaced ? Kind.DELETE_REPLACE : Kind.DELETE);
  if (state[name] === undefined) return diff.setKind(isReplaced ? Kind.ADD_REPLACE : Kind.ADD);
  return diff.setKind(isReplaced ? Kind.UPDATE_REPLACE : Kind.UPDATE);
}

/**
 * Where a failure names a property, the engine prints its value, and a secret in plain text. The reason names the
 * property as well, so nothing is lost without it.
 */
function toProtocol({ reason }: { readonly reason: string }): CheckFailure {
  return new CheckFailure().setReason(reason);
}

function changedKeys(olds: Properties, news: Properties): string[] {
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  return [...names].filter((name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]));
}
