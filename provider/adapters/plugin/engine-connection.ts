import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { GetRootResourceRequest, LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";

/** The engine that started this process. The output of a plugin is not shown, so its lines go through the engine. */
export class EngineConnection {
  readonly #client: EngineClient;

  /** @param address such as `127.0.0.1:40000` */
  constructor(readonly address: string) {
    this.#client = new EngineClient(address, credentials.createInsecure());
  }

  /** Shows a line below the stack. One that the engine cannot take any more is lost, as its output is. */
  async log(text: string): Promise<void> {
    const request = new LogRequest().setSeverity(LogSeverity.INFO).setMessage(text);
    await new Promise<void>((resolve) => {
      this.#client.log(request, () => {
        resolve();
      });
    });
  }

  /** The URN of the stack. Empty when the engine does not run a program. */
  async rootUrn(): Promise<string> {
    return await new Promise((resolve, reject) => {
      this.#client.getRootResource(new GetRootResourceRequest(), (error, response) => {
        if (error === null) resolve(response.getUrn());
        else reject(error);
      });
    });
  }
}
