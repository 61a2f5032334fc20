import * as z from 'zod';
import { articleAnswer } from '../../lambdas/console/answers.ts';
import { type ApiClient, path } from './api-client.ts';
import { until } from './waiting.ts';

/** Addresses by format. */
export type Feeds = Record<string, string>;

const BUILD_TIMEOUT_MS = 120_000;

const asked = z.object({ feeds: z.record(z.string(), z.url()) });
const latest = z.object({ articles: z.array(articleAnswer) });
const jsonFeed = z.object({ items: z.array(z.object({ id: z.string(), url: z.string().optional() })) });

/** Has a publication's feeds built again. @returns where they are */
export async function askForFeeds(client: ApiClient, publication: string): Promise<Feeds> {
  return (await client.post(path`/publications/${publication}/feeds`, undefined, asked)).feeds;
}

/** Waits until the feeds answer with the latest article. @returns false when they do not within two minutes */
export async function feedsAreBuilt(client: ApiClient, publication: string, feeds: Feeds): Promise<boolean> {
  const { articles } = await client.get(path`/publications/${publication}/articles?limit=1`, latest);
  const built = await until(() => carries(feeds, articles[0]?.url ?? undefined), { timeoutMs: BUILD_TIMEOUT_MS });
  return built ?? false;
}

/** True once every feed answers and the JSON feed names the latest article; undefined until then. */
async function carries(feeds: Record<string, string>, url: string | undefined): Promise<true | undefined> {
  const answers = await Promise.all(
    Object.entries(feeds).map(async ([kind, address]) => ({ kind, answer: await read(address) })),
  );
  if (answers.some(({ answer }) => !answer?.ok)) return undefined;
  const json = await answers
    .find(({ kind }) => kind === 'json')
    ?.answer?.json()
    .catch(() => undefined);
  const items = jsonFeed.safeParse(json).data?.items ?? [];
  return !url || items.some((item) => item.url === url) || undefined;
}

async function read(address: string): Promise<Response | undefined> {
  try {
    return await fetch(address, { signal: AbortSignal.timeout(10_000), headers: { 'cache-control': 'no-cache' } });
  } catch {
    return undefined;
  }
}
