import type { FastifyReply } from "fastify";

/** Answers with a fault as the requests' answers have it. @param detail what is wrong and what to do, in English */
export const refuse = (reply: FastifyReply, status: number, code: string, detail: string) =>
  reply.code(status).send({ ok: false, fault: { code, detail } });

/** What went wrong, in words. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether Fastify gave up on a body that is over its route's limit. */
export const isTooLarge = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "statusCode" in error && error.statusCode === 413;
