const { charCodeAt } = String.prototype;

/**
 * A code unit of a text. V8 has half a dozen kinds of strings (whole, sliced, joined, of one byte or two), and past
 * four of them it looks the method up anew for every character; this way it never does.
 */
export const unitAt = (text: string, i: number): number => charCodeAt.call(text, i);
