import { createHash } from "node:crypto";
import { formatTime } from "../time.js";
import type { Service } from "./service.js";

const off = { timeInterval: 300, limit: 50, enabled: false };

/** The settings of the pool, with its secrets, as the service shows them. They are fixed. */
export function poolDetail({ pool, secret }: Service): object {
  const { createdAt } = pool.owner();
  return {
    id: pool.id,
    name: "Emulated pool",
    domain: `pool-${pool.id.slice(0, 8)}`,
    description: null,
    secret,
    jwtSecret: createHash("sha256").update(`jwt:${pool.id}:${secret}`).digest("hex").slice(0, 32),
    ownerId: pool.ownerId,
    logo: "https://usercontents.approw.com/approw-logo.png",
    createdAt: formatTime(createdAt),
    updatedAt: formatTime(createdAt),
    emailVerifiedDefault: false,
    sendWelcomeEmail: false,
    registerDisabled: false,
    appSsoEnabled: false,
    showWxQRCodeWhenRegisterDisabled: null,
    allowedOrigins: null,
    tokenExpiresAfter: 1_296_000,
    isDeleted: false,
    frequentRegisterCheck: off,
    loginFailCheck: off,
    loginPasswordFailCheck: off,
    passwordUpdatePolicy: { enabled: false, forcedCycle: null, differenceCycle: null },
    loginFailStrategy: null,
    changePhoneStrategy: { verifyOldPhone: false },
    changeEmailStrategy: { verifyOldEmail: false },
    qrcodeLoginStrategy: null,
    app2WxappLoginStrategy: null,
    whitelist: { phoneEnabled: false, emailEnabled: false, usernameEnabled: false },
    customSMSProvider: null,
    packageType: null,
    useCustomUserStore: false,
    loginRequireEmailVerified: false,
    verifyCodeLength: 4,
    verifyCodeMaxAttempts: 5,
    userpoolTypes: [],
  };
}
