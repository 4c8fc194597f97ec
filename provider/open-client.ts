import { maskEmails } from "../model/rules/user-label.js";
import { ManagementClient } from "../sdk/index.js";
import { WaitLog } from "./process/run-log.js";
import { clientOptions, type Settings } from "./settings.js";

/** A client that says how long it waits and why. `write` gets one line at a time. */
export function openClient(settings: Settings, write: (text: string) => void): ManagementClient {
  const waits = new WaitLog(write);
  return new ManagementClient({
    ...clientOptions(settings),
    onWait: ({ reason, ...wait }) => {
      waits.tell({ ...wait, reason: settings.debug ? reason : maskEmails(reason) });
    },
  });
}
