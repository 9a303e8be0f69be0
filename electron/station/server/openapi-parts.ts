/** Pieces that the descriptions of the API are put together from. */
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
export const json = (schema: unknown, description: string) => ({
  description,
  content: { "application/json": { schema } },
});
export const binary = (type: string, description: string) => ({ description, content: { [type]: {} } });
export const get = (summary: string, answer: unknown, parameters?: unknown) => ({
  get: {
    summary,
    ...(parameters === undefined ? {} : { parameters }),
    responses: { 200: answer, 401: { description: "No token, or a wrong one" } },
  },
});
export const query = (name: string, schema: unknown, description: string, required = true) => ({
  ...{ name, in: "query", required, schema, description },
});
export const text = { type: "string" };
export const idParameter = [{ name: "id", in: "path", required: true, schema: text }];
export const noToken = { description: "No token, or a wrong one" };
