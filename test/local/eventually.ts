/** Asks again until there is an answer; for what happens after a queue. */
export async function eventually<T>(ask: () => Promise<T | undefined> | T | undefined, limitMs = 10_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`Nothing came within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
