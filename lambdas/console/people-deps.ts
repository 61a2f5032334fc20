import type {
  Counted,
  Erasure,
  FieldChanges,
  ListFilter,
  People,
  PersonFile,
  SegmentWish,
  SubscriberRecord,
  SubscriberToAdd,
  SubscriptionPage,
} from '../audience/index.ts';
import type { Language, Publication } from '../domain/publication.ts';
import type { Segment } from '../domain/segment.ts';
import type { Subscription } from '../domain/subscription.ts';

/** One person of one publication, and who asks: the subject of an editor's session, or `api`. */
export interface PersonChange {
  publicationId: string;
  subscriberId: string;
  by: string;
}

/** What both doors need to look after readers, with everything but the question bound. */
export interface PeopleDeps {
  /** @throws AddressError; RundbriefError `invalid` without a proof, `conflict` for who has left or is suppressed */
  addSubscriber(wish: SubscriberToAdd): Promise<Subscription>;
  listSubscribers(
    publicationId: string,
    page: { limit: number; after?: string } & ListFilter,
  ): Promise<SubscriptionPage>;
  countPeople(question: { publicationId: string; exact: boolean }): Promise<Counted<People>>;
  /** @throws AddressError when it is no address */
  findByAddress(question: { publicationId: string; address: string }): Promise<SubscriberRecord>;
  findSubscriber(question: { publicationId: string; subscriberId: string }): Promise<SubscriberRecord>;
  /** @throws RundbriefError `not-found`, `conflict`, `invalid` */
  changeFields(change: PersonChange & { fields: FieldChanges }): Promise<Subscription>;
  /** @throws RundbriefError `not-found` */
  endSubscriber(change: PersonChange): Promise<Subscription>;
  /** @throws RundbriefError `not-found` */
  suppressSubscriber(change: PersonChange): Promise<void>;
  /** In every publication, and for good; who is not known is suppressed all the same. */
  erasePerson(change: Pick<PersonChange, 'subscriberId' | 'by'>): Promise<Erasure>;
  /** Everything held about a person, in all publications. */
  describePerson(question: { subscriberId: string; language?: Language }): Promise<PersonFile>;
  /** @throws AddressError when it is no address */
  subscriberIdOf(address: string): Promise<string>;
  segments: {
    list(publicationId: string): Promise<Segment[]>;
    find(publicationId: string, segmentId: string): Promise<Segment | undefined>;
    remove(publicationId: string, segmentId: string): Promise<void>;
  };
  /** @throws RundbriefError `invalid`, `conflict` for a name that is taken */
  addSegment(question: { publication: Publication; wish: SegmentWish }): Promise<Segment>;
  /** @throws RundbriefError `not-found`, `conflict` for a name that is taken */
  renameSegment(question: { publicationId: string; segmentId: string; title: string }): Promise<Segment>;
  countSegments(question: { publicationId: string; exact: boolean; segments: Segment[] }): Promise<Counted<string>>;
}
