/** Does the same with each, so many at a time; the first failure ends it once those under way are through. */
export async function inParallel<Item>(
  items: Item[],
  atOnce: number,
  act: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  let isOver = false;
  const worker = async () => {
    while (!isOver && next < items.length) {
      const item = items[next] as Item;
      next += 1;
      try {
        await act(item);
      } catch (error) {
        isOver = true;
        throw error;
      }
    }
  };
  const done = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  const failed = done.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}
