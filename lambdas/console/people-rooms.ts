import {
  type AudienceRecords,
  addSegment,
  addSubscriber,
  changeFields,
  countPeople,
  countSegments,
  describePerson,
  endByEditor,
  erasePerson,
  findByAddress,
  findSubscriber,
  listSubscribers,
  normaliseAddress,
  renameSegment,
  subscriberIdOf,
  suppressByEditor,
} from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import type { PeopleDeps } from './people-deps.ts';

interface PeopleRooms {
  audience: AudienceRecords;
  publications: { find(id: string): Promise<Publication | undefined>; list(): Promise<Publication[]> };
  addressKey(): Promise<string>;
  siteUrl: string;
  now: () => Date;
}

/** The audience as both doors need it. */
export function peopleRoomsOf({ audience, publications, addressKey, siteUrl, now }: PeopleRooms): PeopleDeps {
  const acting = { ...audience, now };
  return {
    addSubscriber: async (wish) => addSubscriber(wish, { ...acting, publications, addressKey: await addressKey() }),
    listSubscribers: (publicationId, page) => listSubscribers(publicationId, page, audience),
    countPeople: (question) => countPeople(question, acting),
    findByAddress: async (question) => findByAddress(question, { ...audience, addressKey: await addressKey() }),
    findSubscriber: (question) => findSubscriber(question, audience),
    changeFields: (change) => changeFields(change, audience),
    endSubscriber: (change) => endByEditor(change, acting),
    suppressSubscriber: (change) => suppressByEditor(change, acting),
    erasePerson: ({ subscriberId, by }) => erasePerson(subscriberId, { at: now(), by }, { ...audience, publications }),
    describePerson: ({ subscriberId, language }) =>
      describePerson(subscriberId, { ...acting, publications, siteUrl }, language),
    subscriberIdOf: async (address) => subscriberIdOf(normaliseAddress(address), await addressKey()),
    segments: audience.segments,
    addSegment: (question) => addSegment(question, audience),
    renameSegment: (question) => renameSegment(question, audience),
    countSegments: (question) => countSegments(question, acting),
  };
}
