import {
  type AudienceRecords,
  addSegment,
  addSubscriber,
  changeFields,
  countPeople,
  countSegments,
  endByEditor,
  findByAddress,
  findSubscriber,
  listSubscribers,
  renameSegment,
  suppressByEditor,
} from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import type { PeopleDeps } from './people-deps.ts';

interface PeopleRooms {
  audience: AudienceRecords;
  publications: { find(id: string): Promise<Publication | undefined> };
  addressKey(): Promise<string>;
  now: () => Date;
}

/** The audience as both doors need it. */
export function peopleRoomsOf({ audience, publications, addressKey, now }: PeopleRooms): PeopleDeps {
  const acting = { ...audience, now };
  return {
    addSubscriber: async (wish) => addSubscriber(wish, { ...acting, publications, addressKey: await addressKey() }),
    listSubscribers: (publicationId, page) => listSubscribers(publicationId, page, audience),
    countPeople: (question) => countPeople(question, audience),
    findByAddress: async (question) => findByAddress(question, { ...audience, addressKey: await addressKey() }),
    findSubscriber: (question) => findSubscriber(question, audience),
    changeFields: (change) => changeFields(change, audience),
    endSubscriber: (change) => endByEditor(change, acting),
    suppressSubscriber: (change) => suppressByEditor(change, acting),
    segments: audience.segments,
    addSegment: (question) => addSegment(question, audience),
    renameSegment: (question) => renameSegment(question, audience),
    countSegments: (question) => countSegments(question, audience),
  };
}
