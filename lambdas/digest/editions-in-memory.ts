import type { Edition } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import { editionRecord } from './edition-item.ts';
import { type CompositionRun, type EditionCheck, type Editions, type EditRun, editionId as idOf } from './editions.ts';
import { refuseTooLarge } from './record-size.ts';

/** The same promises in memory, for tests. */
export function editionsInMemory(...held: Edition[]): Editions {
  const editions = new Map(held.map((edition) => [edition.id, { edition: structuredClone(edition), request: '' }]));
  const claims = new Map<string, number>();
  const runs = new Map<string, CompositionRun>();
  const edits = new Map<string, EditRun>();
  const checks = new Map<string, EditionCheck>();
  const claimOf = (publicationId: string, request: string) => `${publicationId}#${request}`;

  const descending = (publicationId: string) =>
    [...editions.values()]
      .map(({ edition }) => edition)
      .filter((edition) => edition.publicationId === publicationId)
      .sort((one, other) => other.number - one.number);

  const composedBy = (editionId: string, request: string) => {
    const kept = editions.get(editionId);
    return kept?.request === request ? structuredClone(kept.edition) : undefined;
  };

  return {
    async find(editionId) {
      return structuredClone(editions.get(editionId)?.edition);
    },
    async list(publicationId, { limit, before = Number.POSITIVE_INFINITY }) {
      return structuredClone(descending(publicationId).filter(({ number }) => number < before)).slice(0, limit);
    },
    async findComposed(publicationId, request) {
      const number = claims.get(claimOf(publicationId, request));
      return number === undefined ? undefined : composedBy(idOf(publicationId, number), request);
    },
    async claimNumber(publicationId, request) {
      const claim = claimOf(publicationId, request);
      const number = claims.get(claim) ?? (descending(publicationId)[0]?.number ?? 0) + 1;
      claims.set(claim, number);
      return number;
    },
    async moveClaim(publicationId, request, taken) {
      const claim = claimOf(publicationId, request);
      const held = claims.get(claim);
      if (held !== undefined && held !== taken) return held;
      const number = Math.max(descending(publicationId)[0]?.number ?? 0, taken) + 1;
      claims.set(claim, number);
      return number;
    },
    async create(edition, request) {
      refuseTooLarge(editionRecord(edition, request));
      if (editions.has(edition.id)) return composedBy(edition.id, request);
      editions.set(edition.id, { edition: structuredClone(edition), request });
      return edition;
    },
    async revise(revised, before) {
      refuseTooLarge(editionRecord(revised, ''));
      const { id, subject, preheader, intro, outro, sections, items, contentHash, changed } = revised;
      const edition = editions.get(id)?.edition;
      if (edition?.status !== 'draft' || edition.contentHash !== before) return false;
      const kept = Object.entries({ outro, sections, changed }).filter(([, value]) => value !== undefined);
      const content = { subject, preheader, intro, items, contentHash, ...Object.fromEntries(kept) };
      Object.assign(edition, structuredClone(content));
      delete edition.approval;
      delete edition.sendsItself;
      const { shortened, archiveKey } = revised;
      delete edition.shortened;
      delete edition.archiveKey;
      Object.assign(edition, { ...(shortened && { shortened }), ...(archiveKey && { archiveKey }) });
      return true;
    },
    async approve(editionId, contentHash, { approval, sendAt }) {
      const edition = editions.get(editionId)?.edition;
      if (edition?.status !== 'draft' || edition.contentHash !== contentHash) return false;
      delete edition.approval;
      delete edition.sendAt;
      Object.assign(edition, structuredClone({ ...(approval && { approval }), ...(sendAt && { sendAt }) }));
      return true;
    },
    async listDue(until, { limit }) {
      return [...editions.values()]
        .flatMap(({ edition: { id, status, approval, sendAt } }) =>
          status === 'draft' && approval && sendAt && sendAt <= until ? [{ editionId: id, sendAt }] : [],
        )
        .sort((one, other) => one.sendAt.getTime() - other.sendAt.getTime())
        .slice(0, limit);
    },
    async freeze(editionId, contentHash, at, { forSegment } = {}) {
      const edition = editions.get(editionId)?.edition;
      if (!edition) throw new RundbriefError('not-found', `There is no edition ${editionId}`);
      if (edition.contentHash !== contentHash) {
        throw new RundbriefError('conflict', `The edition ${editionId} has changed since it was approved`);
      }
      const settled = { status: 'frozen', frozenAt: at, ...(forSegment && { forSegment }) };
      if (edition.status === 'draft') Object.assign(edition, settled);
      return structuredClone(edition);
    },
    async markSent(editionId) {
      const edition = editions.get(editionId)?.edition;
      if (edition?.status !== 'frozen') return;
      edition.status = 'sent';
    },
    async listFrozen({ limit }) {
      return [...editions.values()]
        .flatMap(({ edition: { id, status, frozenAt } }) =>
          status === 'frozen' && frozenAt ? [{ editionId: id, frozenAt }] : [],
        )
        .sort((one, other) => one.frozenAt.getTime() - other.frozenAt.getTime())
        .slice(0, limit);
    },
    async findRun(publicationId, requestId) {
      return structuredClone(runs.get(`${publicationId}#${requestId}`));
    },
    async listRuns(publicationId, { limit }) {
      return structuredClone([...runs.values()])
        .filter((run) => run.publicationId === publicationId)
        .sort((one, other) => other.at.getTime() - one.at.getTime())
        .slice(0, limit);
    },
    async findEdit(editionId, requestId) {
      return structuredClone(edits.get(`${editionId}#${requestId}`));
    },
    async recordEdit(run) {
      edits.set(`${run.editionId}#${run.requestId}`, structuredClone(run));
    },
    async findCheck(editionId, contentHash) {
      return structuredClone(checks.get(`${editionId}#${contentHash}`));
    },
    async recordCheck(check) {
      const key = `${check.editionId}#${check.contentHash}`;
      if (check.requestId !== undefined || !checks.has(key)) checks.set(key, structuredClone(check));
    },
    async recordRun(run) {
      const key = `${run.publicationId}#${run.requestId}`;
      if (runs.get(key)?.outcome.kind !== 'composed') runs.set(key, structuredClone(run));
    },
  };
}
