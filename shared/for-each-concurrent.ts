/** Does `work` for each item, at most `width` at a time. Rejects when `work` does, while those under way go on. */
export async function forEachConcurrent<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  if (items.length <= width) {
    await Promise.all(items.map((item) => work(item)));
    return;
  }
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
