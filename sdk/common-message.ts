import { z } from "zod";

/** What the service answers to a command that gives nothing back. */
export interface CommonMessage {
  /** 200: any other code is thrown as an error. */
  code: number;
  message: string | null;
}

export const commonMessageSelection = "code message";

export const commonMessage: z.ZodType<CommonMessage> = z.object({
  code: z.number(),
  message: z.string().nullable(),
});

/** The answer to a command about nobody, which is not sent. */
export const nothingToDo: CommonMessage = { code: 200, message: null };
