/** A code, a reply that means it, and the status of the report where the reply has none. */
export type Example = readonly [code: number, reply: string, status?: string];
