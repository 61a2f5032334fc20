/** Pictures for the samples, drawn: their addresses lead nowhere. */

type Scene = { sky: string; light: string; hills: string[] };

const SCENES: Record<string, Scene> = {
  lernwerkstatt: { sky: '#f6e7c8', light: '#e9a94b', hills: ['#b9c4a0', '#7f9f7c', '#3f7360', '#1f4a43'] },
  vorlesen: { sky: '#fbe3d6', light: '#f6b26b', hills: ['#e6a08a', '#c46f68', '#8f4a57', '#54304a'] },
  nachts: { sky: '#24304f', light: '#f3e3a6', hills: ['#2f4266', '#263657', '#1c2844', '#121b31'] },
  lighthouse: { sky: '#f3d9cf', light: '#fff1c9', hills: ['#9fb4c4', '#6f8ea6', '#44687f', '#243f55'] },
  bench: { sky: '#e4efe0', light: '#f7e39a', hills: ['#bcd3a0', '#8fb277', '#5e8a55', '#345f3e'] },
};

const LOGOS: Record<string, string> = {
  'https://bildungsnetz.example/bilder/logo.png': `<svg xmlns="http://www.w3.org/2000/svg" width="296" height="80" viewBox="0 0 148 40"><g fill="none" stroke="#0b6e5f" stroke-width="4" stroke-linecap="round"><path d="M6 20a16 16 0 0 1 32 0"/><path d="M6 26q4-5 8 0t8 0 8 0 8 0" opacity=".8"/><path d="M6 34q4-5 8 0t8 0 8 0 8 0" opacity=".5"/></g><text x="50" y="27" font-family="Georgia,serif" font-size="20" font-weight="bold" fill="#0a3f38" textLength="86" lengthAdjust="spacingAndGlyphs">netz/ruhr</text></svg>`,
  'https://courier.example/images/logo.png': `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="80" viewBox="0 0 120 40"><g fill="#8a2b3d"><path d="M14 36l3-22h8l3 22z"/><path d="M15 12h12v-3l-6-5-6 5z"/></g><path d="M29 10l12-4M29 13l12 3" stroke="#c98a2b" stroke-width="2.5" stroke-linecap="round"/><text x="48" y="27" font-family="Georgia,serif" font-size="18" font-style="italic" fill="#5c1c29" textLength="62" lengthAdjust="spacingAndGlyphs">Courier</text></svg>`,
};

/** Puts drawings in the places of a sample's pictures, so that a preview needs no network. */
export function showPictures(html: string): string {
  return html.replace(/(<img\b[^>]*?\ssrc=")(https:[^"]+)(")/g, (all, before: string, url: string, after: string) => {
    const drawing = samplePicture(url);
    return drawing ? `${before}data:image/svg+xml,${encodeURIComponent(drawing)}${after}` : all;
  });
}

/** @returns SVG; undefined for an address that is not of a sample */
export function samplePicture(url: string): string | undefined {
  const scene = SCENES[/\/([a-z]+)\.jpg$/.exec(url)?.[1] ?? ''];
  return scene ? landscape(scene, url.length) : LOGOS[url];
}

function landscape({ sky, light, hills }: Scene, chance: number): string {
  const ridge = (at: number) => {
    const height = (x: number) =>
      190 + at * 72 + Math.sin(x / (150 - at * 16) + chance * 1.7 + at * 2.1) * (38 - at * 4);
    const points = Array.from({ length: 25 }, (_, step) => `${step * 40} ${Math.round(height(step * 40))}`);
    return `<path d="M0 480L${points.join('L')}L960 480z" fill="${hills[at]}"/>`;
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="480" viewBox="0 0 960 480"><rect width="960" height="480" fill="${sky}"/><circle cx="${300 + ((chance * 97) % 420)}" cy="120" r="46" fill="${light}"/>${hills.map((_, at) => ridge(at)).join('')}</svg>`;
}
