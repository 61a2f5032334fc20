/** The other rooms, as far as the console sees them: records in memory, and acts that only note what was asked. */

import {
  audienceInMemory,
  crowdInMemory,
  exportPart,
  planExport,
  subscriberIdOf,
} from '../../lambdas/audience/index.ts';
import type { ApiDeps } from '../../lambdas/console/api-deps.ts';
import type { CampaignDeps } from '../../lambdas/console/campaign-deps.ts';
import { importActs } from '../../lambdas/console/import-acts.ts';
import type { ListDeps } from '../../lambdas/console/list-rooms.ts';
import type { PeopleDeps } from '../../lambdas/console/people-deps.ts';
import { peopleRoomsOf } from '../../lambdas/console/people-rooms.ts';
import type { ReviewDeps } from '../../lambdas/console/review-rooms.ts';
import type { SourceDeps } from '../../lambdas/console/source-deps.ts';
import type { TemplateDeps } from '../../lambdas/console/template-rooms.ts';
import {
  askForTest,
  type CampaignReport,
  campaignsOf,
  findRecipient,
  listRecipients,
  outcomePart,
  outcomeParts,
  readerOfEdition,
  startFollowUp,
  type TestMessage,
  withAddresses,
} from '../../lambdas/delivery/index.ts';
import { testSendsInMemory } from '../../lambdas/delivery/test-sends.ts';
import type {
  CompositionRun,
  EditionCheck,
  EditRun,
  OwnTemplate,
  TemplateProposal,
} from '../../lambdas/digest/index.ts';
import type { Article } from '../../lambdas/domain/article.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import { RundbriefError } from '../../lambdas/domain/errors.ts';
import { type Digest, NO_RULES, type Publication, type Source } from '../../lambdas/domain/publication.ts';
import type { Subscription } from '../../lambdas/domain/subscription.ts';
import {
  acceptArticles,
  type DocumentMessage,
  type Exploration,
  type ExplorationWish,
  tryRules,
} from '../../lambdas/ingest/index.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import {
  changeSource,
  editorSource,
  importSources,
  newSource,
  renewKeys,
  type Sources,
  sourcesInMemory,
} from '../../lambdas/publications/index.ts';

import { feedAddresses } from '../../lambdas/syndicate/index.ts';
import { aCampaign, deliveriesInMemory } from './fake-deliveries.ts';
import { FakeImports } from './fake-imports.ts';

export const at = (iso: string) => new Date(iso);
export const ADDRESS_KEY = 'the key of the hash that stands for an address';
export const TOKEN = 'a-token-for-tests';
export const PUSH_SECRET = 'what all keys of push sources are made from';

export function aPublication(changes: Partial<Publication> = {}): Publication {
  return {
    id: 'ruhr',
    title: 'Bildungsnetz Ruhr',
    description: 'Neues aus dem Netz',
    language: 'de',
    timeZone: 'Europe/Berlin',
    siteUrl: 'https://bildungsnetz.example/',
    sender: { name: 'Bildungsnetz Ruhr', address: 'ruhr@rundbrief.example' },
    imprint: ['Bildungsnetz Ruhr', 'Am Förderturm 1, 44787 Bochum'],
    look: { accent: '#1d5d8c' },
    topics: [{ id: 'schule', title: 'Schule & Unterricht', words: ['Schule'] }],
    ...changes,
  };
}

export function aSource(changes: Partial<Source> = {}): Source {
  return {
    id: 'news',
    publicationId: 'ruhr',
    kind: 'feed',
    rules: NO_RULES,
    fullText: false,
    url: 'https://bildungsnetz.example/feed/',
    title: 'Aktuelles',
    topics: [],
    status: 'active',
    intervalMinutes: 60,
    nextRunAt: at('2026-03-02T10:00:00Z'),
    fetchState: {
      failures: 0,
      lastResult: '3 new, 17 known',
      lastAskedAt: at('2026-03-02T09:00:00Z'),
      lastSucceededAt: at('2026-03-02T09:00:00Z'),
    },
    ...changes,
  };
}

export function anArticle(changes: Partial<Article> = {}): Article {
  return {
    id: '01j0000000aaaaaaaaaa',
    publicationId: 'ruhr',
    sourceId: 'news',
    url: 'https://bildungsnetz.example/foerderturm/',
    title: 'Übergänge „auf Augenhöhe“ gestalten',
    teaser: 'Ein Abend über Übergänge.',
    html: '<p>Ein Abend über Übergänge.</p>',
    authors: [],
    categories: [],
    topics: ['schule'],
    enclosures: [],
    publishedAt: at('2026-03-01T08:00:00Z'),
    updatedAt: at('2026-03-01T08:00:00Z'),
    ingestedAt: at('2026-03-01T09:00:00Z'),
    isBaseline: false,
    ...changes,
  };
}

export function anEdition(changes: Partial<Edition> = {}): Edition {
  return {
    id: 'ruhr-12',
    publicationId: 'ruhr',
    number: 12,
    digestId: 'woche',
    subject: 'Übergänge gestalten – und zwei Termine',
    preheader: 'Drei Beiträge aus dem Netz',
    intro: '',
    items: [
      {
        articleId: '01j0000000aaaaaaaaaa',
        title: 'Übergänge „auf Augenhöhe“ gestalten',
        teaser: 'Ein Abend über Übergänge.',
        url: 'https://bildungsnetz.example/foerderturm/',
        topics: ['schule'],
        publishedAt: at('2026-03-01T08:00:00Z'),
      },
    ],
    window: { from: at('2026-02-23T08:00:00Z'), until: at('2026-03-02T08:00:00Z') },
    status: 'draft',
    contentHash: `${'c0ffee'.repeat(10)}abcd`,
    composedAt: at('2026-03-02T08:00:00Z'),
    ...changes,
  };
}

export function aDigest(changes: Partial<Digest> = {}): Digest {
  return {
    id: 'woche',
    publicationId: 'ruhr',
    cadence: 'weekly',
    time: '07:30',
    weekday: 'monday',
    topics: [],
    maxItems: 12,
    mode: 'draft',
    nextRunAt: at('2026-03-09T06:30:00Z'),
    ...changes,
  };
}

export function aReport(changes: Partial<CampaignReport> = {}): CampaignReport {
  return {
    edition: 'ruhr-12',
    campaign: 'ruhr-12',
    startedAt: at('2026-03-02T09:00:00Z'),
    closedAt: at('2026-03-02T09:05:00Z'),
    status: 'closed',
    ...{ audience: 1204, accepted: 1200, skipped: 2, failed: 1, held: 1, unknown: 0, pending: 0 },
    ...{ deliveries: 1190, bounces: 3, complaints: 0 },
    ...changes,
  };
}

export function aSubscription(changes: Partial<Subscription> = {}): Subscription {
  return {
    subscriberId: 'hashed-id',
    publicationId: 'ruhr',
    address: 'ada@reader.example',
    status: 'confirmed',
    topics: [],
    cadence: 'weekly',
    language: 'de',
    requestedAt: at('2026-03-02T09:00:00Z'),
    confirmedAt: at('2026-03-02T09:00:00Z'),
    ...changes,
  };
}

/** What the rooms hold; a test changes it and looks at `asked`. */
export class Rooms {
  publications = [aPublication()];
  sources = [aSource()];
  articles = [anArticle()];
  digests = [aDigest()];
  editions = [anEdition()];
  runs: CompositionRun[] = [];
  edits: EditRun[] = [];
  checks: EditionCheck[] = [];
  /** By publication. */
  templates = new Map<string, OwnTemplate>();
  /** The one template that was handed in. */
  proposal?: TemplateProposal;
  reports = new Map<string, CampaignReport>();
  audience = audienceInMemory();
  asked: Record<string, unknown>[] = [];
  /** What a poll does to the source, when the asker looks again. */
  pollOutcome: { lastResult?: string; lastError?: string; failures: number } = {
    lastResult: '1 new, 0 known',
    failures: 0,
  };
  /** What each address offers; any other is a feed. */
  /** Articles that the feeds go without. */
  leftOut: { articleId: string; reason: string }[] = [];
  explorations = new Map<string, Omit<Exploration, 'asked'>>();
  intake = objectsInMemory();
  imports = new FakeImports();
  documents = outboxInMemory<DocumentMessage>();
  tests = testSendsInMemory();
  testsAsked = outboxInMemory<TestMessage>();
  deliveries = deliveriesInMemory();
  /** Who asked for a first sending. */
  sendsNoted: { editionId: string; by: string }[] = [];
  now = () => new Date();
  private polls = 0;
  /** What was asked to be explored. */
  explored: ExplorationWish[] = [];
  /** True while no exploration ends. */
  isExploring = false;
  /** Why no source may be polled just now. */
  pollRefusal: Error | undefined;

  deps(): ApiDeps {
    return {
      token: async () => TOKEN,
      publications: {
        find: async (id) => this.publications.find((one) => one.id === id),
        list: async () => this.publications,
      },
      applyPublication: async (yaml) => this.apply(yaml),
      ...this.sourceDeps(),
      ...this.listDeps(),
      askForPoll: async (source) => this.poll(source),
      articles: {
        find: async (publicationId, id) =>
          this.articles.find((one) => one.publicationId === publicationId && one.id === id),
        latest: async (publicationId, { limit, withdrawn = false }) =>
          this.articles
            .filter((one) => one.publicationId === publicationId && Boolean(one.withdrawnAt) === withdrawn)
            .slice(0, limit),
      },
      askForFeeds: async (publicationId) => {
        this.asked.push({ feeds: publicationId });
      },
      feedAddresses: (publicationId) => feedAddresses('https://site.example', publicationId),
      digests: {
        find: async (publicationId, id) =>
          this.digests.find((one) => one.publicationId === publicationId && one.id === id),
      },
      askForEdition: async (wish) => {
        this.asked.push({ edition: wish });
        return { requestId: 'request-1' };
      },
      editions: {
        find: async (id) => this.editions.find((one) => one.id === id),
        list: async (publicationId, { limit, before = Number.POSITIVE_INFINITY }) =>
          this.editions.filter((one) => one.publicationId === publicationId && one.number < before).slice(0, limit),
        listRuns: async (_publicationId, { limit }) => this.runs.slice(0, limit),
        findRun: async (_publicationId, requestId) => this.runs.find((run) => run.requestId === requestId),
        findCheck: async (editionId, contentHash) =>
          this.checks.find((check) => check.editionId === editionId && check.contentHash === contentHash),
        findEdit: async (editionId, requestId) =>
          this.edits.find((run) => run.editionId === editionId && run.requestId === requestId),
      },
      askForEdit: async (wish) => {
        this.asked.push({ edit: wish });
        return { requestId: 'request-1' };
      },
      askForCheck: async (wish) => {
        this.asked.push({ check: wish });
        return { requestId: 'request-1' };
      },
      approveEdition: async (wish) => {
        this.asked.push({ approval: wish });
      },
      withdrawApproval: async (wish) => {
        this.asked.push({ noApproval: wish });
      },
      preview: async ({ subject }, { topics } = { topics: [] }) => {
        const seen = [subject, ...topics].join(' #');
        return { html: `<!doctype html><p>${seen}</p>`, text: seen, articles: 1 };
      },
      askForSend: async (wish) => {
        this.asked.push({ send: wish });
      },
      ...this.campaignDeps(),
      ...this.reviewDeps(),
      ...this.peopleDeps(),
      ...this.templateDeps(),
    };
  }

  /** Sendings on memory, but for what the edition's own `reports` say. */
  private campaignDeps(): CampaignDeps {
    const publications = { find: async (wanted: string) => this.publications.find(({ id }) => id === wanted) };
    const deps = () => ({
      ...{ ...this.deliveries, crowd: crowdInMemory(this.audience), publications, now: () => this.now() },
    });
    const find = async (id: string) => {
      const report = this.reports.get(id);
      return report && { ...report, unsubscribes: 2, campaigns: [report] };
    };
    return {
      findReport: find,
      report: async (id) => {
        const report = await find(id);
        if (!report) throw new RundbriefError('not-found', `The edition "${id}" has not been sent`);
        return report;
      },
      controlCampaign: async (wish) => {
        if (!this.reports.has(wish.editionId)) throw new RundbriefError('not-found', 'It is not being sent');
        this.asked.push({ control: wish });
        const status = wish.action === 'cancel' ? 'cancelled' : wish.action === 'pause' ? 'paused' : 'sending';
        return { ...aCampaign({ id: wish.editionId }), status };
      },
      noteSend: async (note) => {
        this.sendsNoted.push(note);
      },
      listAudit: async (editionId) => [
        { editionId, campaignId: editionId, action: 'pause', by: 'ada', at: at('2026-11-23T10:00:00Z') },
      ],
      listCampaigns: (editionId) => campaignsOf(editionId, deps()),
      startFollowUp: (wish) => startFollowUp(wish, deps()),
      listRecipients: (wish) => listRecipients(wish, deps()),
      findRecipient: async ({ publicationId, campaignId, subscriberId }) => {
        const found = await findRecipient(campaignId, subscriberId, deps());
        return found && (await withAddresses(publicationId, [found], deps()))[0];
      },
      knownHere: async (publicationId, ids) => [...(await deps().crowd.subscriptions(publicationId, ids)).keys()],
      outcomeParts: (campaignId) => outcomeParts(campaignId, deps()),
      outcomePart: (wish) => outcomePart(wish, deps()),
    };
  }

  private reviewDeps(): ReviewDeps {
    const tests = this.tests;
    const asking = { tests, outbox: this.testsAsked, now: () => this.now() };
    return {
      askForTest: (wish) => askForTest(wish, asking),
      findTest: (editionId, requestId) => tests.find(editionId, requestId),
      readerOf: (edition, subscriberId) =>
        readerOfEdition(edition, subscriberId, {
          findSubscription: (publicationId, id) => this.audience.subscriptions.find(publicationId, id),
          campaigns: { find: async () => undefined },
          digests: { list: async () => this.digests },
          now: () => this.now(),
        }),
    };
  }

  /** What is handed in is only noted. */
  private templateDeps(): TemplateDeps {
    return {
      findTemplate: async (publicationId) => this.templates.get(publicationId),
      removeTemplate: async (publicationId) => void this.templates.delete(publicationId),
      askForTemplate: async (wish) => {
        this.asked.push({ template: wish });
        return { requestId: 'request-1' };
      },
      findProposal: async () => this.proposal,
    };
  }

  /** The audience on memory; each call asks for the records as they are then. */
  private peopleDeps(): PeopleDeps {
    const people = () =>
      peopleRoomsOf({
        audience: this.audience,
        publications: {
          find: async (id) => this.publications.find((one) => one.id === id),
          list: async () => this.publications,
        },
        addressKey: async () => ADDRESS_KEY,
        siteUrl: 'https://rundbrief.example',
        now: () => this.now(),
      });
    return {
      addSubscriber: (wish) => people().addSubscriber(wish),
      listSubscribers: (publicationId, page) => people().listSubscribers(publicationId, page),
      countPeople: (question) => people().countPeople(question),
      findByAddress: (question) => people().findByAddress(question),
      findSubscriber: (question) => people().findSubscriber(question),
      changeFields: (change) => people().changeFields(change),
      endSubscriber: (change) => people().endSubscriber(change),
      suppressSubscriber: (change) => people().suppressSubscriber(change),
      erasePerson: (change) => people().erasePerson(change),
      describePerson: (question) => people().describePerson(question),
      subscriberIdOf: (address) => people().subscriberIdOf(address),
      segments: {
        list: (publicationId) => this.audience.segments.list(publicationId),
        find: (publicationId, segmentId) => this.audience.segments.find(publicationId, segmentId),
        remove: (publicationId, segmentId) => this.audience.segments.remove(publicationId, segmentId),
      },
      addSegment: (question) => people().addSegment(question),
      renameSegment: (question) => people().renameSegment(question),
      countSegments: (question) => people().countSegments(question),
    };
  }

  /** Somebody who confirmed, or as the changes say. @returns the opaque id */
  reader(address: string, changes: Partial<Subscription> = {}): string {
    const subscriberId = subscriberIdOf(address, ADDRESS_KEY);
    const one = aSubscription({ address, subscriberId, ...changes });
    this.audience.subscriptions.held.set(`${one.publicationId} ${subscriberId}`, one);
    return subscriberId;
  }

  /** Whatever the rooms hold at the moment. */
  private listDeps(): ListDeps {
    const rooms = this;
    const imports = {
      get imports() {
        return rooms.imports.records;
      },
      get handover() {
        return rooms.imports.handover;
      },
      get work() {
        return rooms.imports.work;
      },
      publications: { find: async (id: string) => rooms.publications.find((one) => one.id === id) },
      now: () => rooms.now(),
    };
    return {
      imports: importActs(imports),
      planExport: (question) => planExport(question, this.audience),
      exportPart: (publication, wish) =>
        exportPart(publication, wish, { ...this.audience, crowd: crowdInMemory(this.audience) }),
    };
  }

  private sourceDeps(): SourceDeps {
    const now = () => this.now();
    const feed = (url: string): Omit<Exploration, 'asked'> => ({
      candidates: [{ kind: 'feed', url, title: 'Ein Feed' }],
      chosen: { kind: 'feed', url },
      items: [],
      problem: null,
    });
    return {
      siteUrl: 'https://site.example',
      now,
      sources: {
        find: async (publicationId, id) =>
          this.sources.find((one) => one.publicationId === publicationId && one.id === id),
        list: async (publicationId) => this.sources.filter((one) => one.publicationId === publicationId),
      },
      addSource: async (wish) => {
        const source = newSource({ id: `s${this.sources.length}`, ...wish }, now());
        return this.withSources((sources) => sources.add(source));
      },
      changeSource: (source, change) => this.withSources((sources) => changeSource(source, change, { sources, now })),
      removeSource: ({ publicationId, id }) => this.withSources((sources) => sources.remove(publicationId, id)),
      importSources: (publication, opml) =>
        this.withSources((sources) => importSources({ publication, opml }, { sources, now })),
      tryRules: (publication, source, rules) =>
        tryRules({ publication, source, rules }, { articles: this.deps().articles }),
      askForExploration: async (wish) => ({ explorationId: `exploration-${this.explored.push(wish)}` }),
      findExploration: async (_publicationId, explorationId) => {
        const wish = this.explored[Number(explorationId.split('-')[1]) - 1];
        this.asked.push({ exploration: wish });
        if (this.isExploring || !wish) return undefined;
        const { url, kind, selectors } = wish;
        return { asked: { url, kind, selectors }, ...(this.explorations.get(url) ?? feed(url)) };
      },
      pushSecret: async () => PUSH_SECRET,
      renewKeys: (source) => this.withSources((sources) => renewKeys(source, { sources })),
      editorSource: (publication) => this.withSources((sources) => editorSource(publication, { sources, now })),
      acceptArticles: (source, articles) => acceptArticles({ source, articles }, this),
      decideEvent: async (decision) => {
        this.asked.push({ decision });
      },
      withdrawArticle: async ({ articleId }) => {
        this.asked.push({ withdrawal: articleId });
      },
    };
  }

  /** Runs an act on the sources as they are, and keeps what it made of them. */
  private async withSources<T>(act: (sources: Sources) => Promise<T>): Promise<T> {
    const store = sourcesInMemory(...this.sources);
    const done = await act(store);
    const ids = new Set([
      ...this.sources.map(({ publicationId }) => publicationId),
      ...this.publications.map(({ id }) => id),
    ]);
    this.sources = (await Promise.all([...ids].map((id) => store.list(id)))).flat();
    return done;
  }

  private apply(yaml: string) {
    if (yaml.includes('broken')) {
      const error = new RundbriefError('invalid', 'The publication file has 1 problem:\nline 3, column 5: …');
      throw Object.assign(error, { problems: [{ line: 3, column: 5, message: 'timeZone: "Mars" is no time zone' }] });
    }
    const id = /^id: *(\S+)/m.exec(yaml)?.[1] ?? 'unnamed';
    const created = !rooms(this).some((one) => one.id === id);
    const publication = aPublication({ id });
    if (created) this.publications.push(publication);
    return { publication, created };
  }

  private poll(source: Source) {
    if (this.pollRefusal) throw this.pollRefusal;
    this.polls += 1;
    const pollId = `poll-${this.polls}`;
    this.asked.push({ poll: source.id });
    source.fetchState = { ...source.fetchState, ...this.pollOutcome, lastPollId: pollId };
    return { pollId };
  }
}

const rooms = ({ publications }: Rooms) => publications;
