import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInSegment, type SegmentFilter, type SegmentMember } from '../../lambdas/domain/segment.ts';

const ada: SegmentMember = {
  topics: ['kita', 'schule'],
  cadence: 'weekly',
  cadences: { kita: 'daily' },
  language: 'de',
  confirmedAt: new Date('2026-03-02T09:30:00Z'),
  origin: 'import:spring',
  fields: { Schule: 'Goethe-Gymnasium ', Rolle: 'Leitung' },
};

describe('a segment', () => {
  it.each<{ filter: SegmentFilter; isIn: boolean; why: string }>([
    { filter: {}, isIn: true, why: 'nothing is asked' },
    { filter: { topics: ['schule', 'termine'] }, isIn: true, why: 'one of the topics is hers' },
    { filter: { topics: ['termine'] }, isIn: false, why: 'she did not choose it' },
    { filter: { cadences: ['daily'] }, isIn: true, why: 'one of her topics comes daily' },
    { filter: { cadences: ['monthly'] }, isIn: false, why: 'none of her topics does' },
    { filter: { topics: ['schule'], cadences: ['daily'] }, isIn: false, why: 'another topic comes daily' },
    { filter: { topics: ['kita'], cadences: ['weekly'] }, isIn: false, why: 'this topic comes daily' },
    { filter: { topics: ['kita'], cadences: ['daily', 'weekly'] }, isIn: true, why: 'the pace fits the topic' },
    { filter: { languages: ['en'] }, isIn: false, why: 'she reads German' },
    { filter: { joinedFrom: '2026-03-02T09:30:00.000Z' }, isIn: true, why: 'the beginning belongs to it' },
    { filter: { joinedUntil: '2026-03-02T09:30:00.000Z' }, isIn: false, why: 'the end does not' },
    { filter: { joinedUntil: '2026-03-02T09:30:00.001Z' }, isIn: true, why: 'she came just before the end' },
    { filter: { joinedFrom: '2026-03-02T10:30:00+01:00' }, isIn: true, why: 'it is the same moment elsewhere' },
    { filter: { origins: ['import'] }, isIn: true, why: 'any import' },
    { filter: { origins: ['import:spring'] }, isIn: true, why: 'this import' },
    { filter: { origins: ['import:autumn', 'form'] }, isIn: false, why: 'another import' },
    { filter: { fields: { Schule: ['goethe-gymnasium'] } }, isIn: true, why: 'capitals and blanks do not matter' },
    { filter: { fields: { Schule: ['Goethe'] } }, isIn: false, why: 'a part is not the whole' },
    { filter: { fields: { Rolle: ['Leitung'], Ort: ['Bochum'] } }, isIn: false, why: 'every field counts' },
  ])('has her in it: $isIn, for $why', ({ filter, isIn }) => expect(isInSegment(ada, filter)).toBe(isIn));

  it('has everybody of a topic in it who takes all topics', () => {
    const all: SegmentMember = { cadence: 'weekly', language: 'de', topics: [] };
    expect(isInSegment(all, { topics: ['kita'] })).toBe(true);
    expect(isInSegment({ ...all, topics: undefined }, { topics: ['kita'], cadences: ['weekly'] })).toBe(true);
    expect(isInSegment(all, { topics: ['kita'], cadences: ['daily'] })).toBe(false);
  });

  it('by time of joining has nobody in it who never confirmed, and by origin nobody of unknown origin', () => {
    const unknown: SegmentMember = { cadence: 'weekly', language: 'de' };
    expect(isInSegment(unknown, { joinedUntil: '2099-01-01T00:00:00Z' })).toBe(false);
    expect(isInSegment(unknown, { origins: ['form', 'import'] })).toBe(false);
  });
});

const TOPICS = ['kita', 'schule', 'termine'];
const CADENCES = ['instant', 'daily', 'weekly', 'monthly'] as const;
const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
const some = <Value extends string>(values: readonly Value[]) => fc.subarray([...values], { minLength: 1 });

const aMember: fc.Arbitrary<SegmentMember> = fc.record(
  {
    cadence: fc.constantFrom(...CADENCES),
    language: fc.constantFrom('de' as const, 'en' as const),
    topics: fc.subarray(TOPICS),
    cadences: fc.dictionary(fc.constantFrom(...TOPICS), fc.constantFrom(...CADENCES)),
    confirmedAt: fc.oneof(
      moment,
      moment.map((at) => at.toISOString()),
    ),
    origin: fc.constantFrom('form', 'embedded', 'editor', 'import:a', 'import:b'),
    fields: fc.dictionary(fc.constantFrom('Ort', 'Rolle'), fc.constantFrom('Bochum', 'Essen')),
  },
  { requiredKeys: ['cadence', 'language'] },
);

const aFilter: fc.Arbitrary<SegmentFilter> = fc.record(
  {
    topics: some(TOPICS),
    cadences: some(CADENCES),
    languages: some(['de', 'en'] as const),
    joinedFrom: moment.map((at) => at.toISOString()),
    joinedUntil: moment.map((at) => at.toISOString()),
    origins: some(['form', 'embedded', 'editor', 'import', 'import:a']),
    fields: fc.dictionary(fc.constantFrom('Ort', 'Rolle'), some(['Bochum', 'Essen', 'Herne'])),
  },
  { requiredKeys: [] },
);

describe('whatever a segment asks', () => {
  it('each further condition leaves people out and takes nobody in', () => {
    fc.assert(
      fc.property(
        aMember,
        aFilter,
        fc.constantFrom('topics', 'cadences', 'languages', 'origins', 'fields'),
        (one, filter, name) => {
          const { [name]: _, ...less } = filter;
          expect(isInSegment(one, less) || !isInSegment(one, filter)).toBe(true);
        },
      ),
    );
  });

  it('a longer list takes people in and leaves nobody out', () => {
    fc.assert(
      fc.property(
        aMember,
        aFilter,
        fc.constantFrom('topics', 'cadences', 'languages', 'origins'),
        (one, filter, name) => {
          const everything = {
            topics: TOPICS,
            cadences: CADENCES,
            languages: ['de', 'en'],
            origins: ['form', 'embedded', 'editor', 'import'],
          }[name];
          const wider = filter[name] ? { ...filter, [name]: [...filter[name], ...everything] } : filter;
          expect(!isInSegment(one, filter) || isInSegment(one, wider)).toBe(true);
        },
      ),
    );
  });

  it('days that follow each other share everybody out, each to one', () => {
    fc.assert(
      fc.property(aMember, moment, (one, at) => {
        const border = at.toISOString();
        const parts = [{ joinedUntil: border }, { joinedFrom: border }].filter((filter) => isInSegment(one, filter));
        expect(parts).toHaveLength(one.confirmedAt ? 1 : 0);
      }),
    );
  });

  it('it says the same of somebody as they are stored, and again after a campaign has frozen it', () => {
    fc.assert(
      fc.property(aMember, aFilter, (one, filter) => {
        const stored = JSON.parse(JSON.stringify(one));
        expect(isInSegment(stored, JSON.parse(JSON.stringify(filter)))).toBe(isInSegment(one, filter));
      }),
    );
  });
});
