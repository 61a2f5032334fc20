import type { Language } from '../../domain/publication.ts';

/** Places that stand for their zone, from west to east in each part of the world. Every other zone is taken as well. */
const PLACES: { part: Record<Language, string>; zones: Record<string, Place> }[] = [
  {
    part: { de: 'Europa', en: 'Europe' },
    zones: {
      'Atlantic/Azores': { de: 'Azoren', en: 'Azores' },
      'Europe/Lisbon': { de: 'Lissabon', en: 'Lisbon' },
      'Europe/London': { de: 'London, Dublin', en: 'London, Dublin' },
      'Europe/Berlin': { de: 'Berlin, Wien, Zürich', en: 'Berlin, Vienna, Zurich' },
      'Europe/Paris': { de: 'Paris, Madrid, Rom', en: 'Paris, Madrid, Rome' },
      'Europe/Warsaw': { de: 'Warschau, Prag, Stockholm', en: 'Warsaw, Prague, Stockholm' },
      'Europe/Athens': { de: 'Athen, Bukarest, Sofia', en: 'Athens, Bucharest, Sofia' },
      'Europe/Helsinki': { de: 'Helsinki, Riga, Vilnius', en: 'Helsinki, Riga, Vilnius' },
      'Europe/Kyiv': { de: 'Kyjiw', en: 'Kyiv' },
      'Europe/Istanbul': { de: 'Istanbul', en: 'Istanbul' },
      'Europe/Moscow': { de: 'Moskau', en: 'Moscow' },
    },
  },
  {
    part: { de: 'Amerika', en: 'The Americas' },
    zones: {
      'Pacific/Honolulu': { de: 'Honolulu', en: 'Honolulu' },
      'America/Anchorage': { de: 'Anchorage', en: 'Anchorage' },
      'America/Los_Angeles': { de: 'Los Angeles, Vancouver', en: 'Los Angeles, Vancouver' },
      'America/Phoenix': { de: 'Phoenix', en: 'Phoenix' },
      'America/Denver': { de: 'Denver, Calgary', en: 'Denver, Calgary' },
      'America/Mexico_City': { de: 'Mexiko-Stadt', en: 'Mexico City' },
      'America/Chicago': { de: 'Chicago, Winnipeg', en: 'Chicago, Winnipeg' },
      'America/Bogota': { de: 'Bogotá, Lima', en: 'Bogotá, Lima' },
      'America/New_York': { de: 'New York, Toronto', en: 'New York, Toronto' },
      'America/Caracas': { de: 'Caracas, La Paz', en: 'Caracas, La Paz' },
      'America/Santiago': { de: 'Santiago de Chile', en: 'Santiago de Chile' },
      'America/Halifax': { de: 'Halifax', en: 'Halifax' },
      'America/St_Johns': { de: 'St. John’s', en: 'St. John’s' },
      'America/Sao_Paulo': { de: 'São Paulo', en: 'São Paulo' },
      'America/Argentina/Buenos_Aires': { de: 'Buenos Aires', en: 'Buenos Aires' },
    },
  },
  {
    part: { de: 'Afrika', en: 'Africa' },
    zones: {
      'Africa/Abidjan': { de: 'Abidjan, Accra, Dakar', en: 'Abidjan, Accra, Dakar' },
      'Africa/Casablanca': { de: 'Casablanca', en: 'Casablanca' },
      'Africa/Lagos': { de: 'Lagos, Algier, Tunis', en: 'Lagos, Algiers, Tunis' },
      'Africa/Cairo': { de: 'Kairo', en: 'Cairo' },
      'Africa/Johannesburg': { de: 'Johannesburg, Windhuk', en: 'Johannesburg, Windhoek' },
      'Africa/Nairobi': { de: 'Nairobi, Addis Abeba', en: 'Nairobi, Addis Ababa' },
    },
  },
  {
    part: { de: 'Asien und Pazifik', en: 'Asia and the Pacific' },
    zones: {
      'Asia/Jerusalem': { de: 'Tel Aviv, Jerusalem', en: 'Tel Aviv, Jerusalem' },
      'Asia/Riyadh': { de: 'Riad, Bagdad', en: 'Riyadh, Baghdad' },
      'Asia/Tehran': { de: 'Teheran', en: 'Tehran' },
      'Asia/Dubai': { de: 'Dubai, Baku', en: 'Dubai, Baku' },
      'Asia/Karachi': { de: 'Karatschi, Taschkent', en: 'Karachi, Tashkent' },
      'Asia/Kolkata': { de: 'Delhi, Mumbai', en: 'Delhi, Mumbai' },
      'Asia/Dhaka': { de: 'Dhaka', en: 'Dhaka' },
      'Asia/Bangkok': { de: 'Bangkok, Hanoi, Jakarta', en: 'Bangkok, Hanoi, Jakarta' },
      'Asia/Shanghai': { de: 'Peking, Hongkong, Singapur', en: 'Beijing, Hong Kong, Singapore' },
      'Asia/Tokyo': { de: 'Tokio, Seoul', en: 'Tokyo, Seoul' },
      'Australia/Perth': { de: 'Perth', en: 'Perth' },
      'Australia/Brisbane': { de: 'Brisbane', en: 'Brisbane' },
      'Australia/Adelaide': { de: 'Adelaide', en: 'Adelaide' },
      'Australia/Sydney': { de: 'Sydney, Melbourne', en: 'Sydney, Melbourne' },
      'Pacific/Auckland': { de: 'Auckland', en: 'Auckland' },
    },
  },
];

type Place = Record<Language, string>;

export interface ZoneChoice {
  zone: string;
  name: string;
}

/** What readers choose from, by part of the world; without the one that is theirs if they choose nothing. */
export function zonesOffered(language: Language, usual: string): { part: string; choices: ZoneChoice[] }[] {
  return PLACES.map(({ part, zones }) => ({
    part: part[language],
    choices: Object.entries(zones)
      .filter(([zone]) => zone !== usual)
      .map(([zone, place]) => ({ zone, name: place[language] })),
  }));
}

/** A zone as people call it: a place in it. */
export function zoneInWords(zone: string, language: Language): string {
  const place = PLACES.flatMap(({ zones }) => zones[zone] ?? [])[0];
  return place?.[language] ?? (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** The same in a word, where there is little room. */
export const placeIn = (zone: string, language: Language): string =>
  zoneInWords(zone, language).split(',')[0] as string;

/** What forms and pages say about it. */
export const ZONE_WORDS = {
  de: {
    label: 'Nach welcher Ortszeit?',
    usual: (place: string) => `wie der Newsletter (${place})`,
    hint: 'Die Ausgaben kommen zur üblichen Uhrzeit nach der Uhr dort. Wo sie schon vorbei ist, kommen sie gleich.',
    chosen: (place: string) => `Ortszeit: ${place}`,
  },
  en: {
    label: 'By which local time?',
    usual: (place: string) => `that of the newsletter (${place})`,
    hint: 'Editions come at the usual time by the clock there. Where that has passed, they come at once.',
    chosen: (place: string) => `Local time: ${place}`,
  },
};

/** Name of the field in every form. */
export const ZONE_FIELD = 'time-zone';
