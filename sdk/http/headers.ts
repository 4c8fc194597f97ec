/** The two brands of the service name the same headers differently. */
export type HeaderFamily = "approw" | "authing";

/** The language of the service's messages. */
export type MessageLanguage = "en-US" | "zh-CN";

export interface ClientIdentity {
  readonly userPoolId: string;
  readonly family: HeaderFamily;
  readonly lang: MessageLanguage;
}

/** `authing` for hosts under an `authing` domain, otherwise `approw`. */
export function headerFamilyOf(host: string): HeaderFamily {
  return new URL(host).hostname.split(".").includes("authing") ? "authing" : "approw";
}

export function identityHeaders({ userPoolId, family, lang }: ClientIdentity): Record<string, string> {
  return {
    "user-agent": "pulumi-approw",
    [`x-${family}-userpool-id`]: userPoolId,
    [`x-${family}-request-from`]: "sdk",
    [`x-${family}-lang`]: lang,
  };
}
