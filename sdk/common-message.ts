import { z } from "zod";

/** The response to a command that returns no data. */
export interface CommonMessage {
  /** 200. Any other code is thrown as an error. */
  code: number;
  message: string | null;
}

export const commonMessageSelection = "code message";

export const commonMessage: z.ZodType<CommonMessage> = z.object({
  code: z.number(),
  message: z.string().nullable(),
});

/** The result of a command for no users, which is not sent. */
export const nothingToDo: CommonMessage = { code: 200, message: null };
