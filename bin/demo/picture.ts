/** Pictures for the demo websites, drawn rather than kept: waves in the colours that belong to a name. */
import { crc32, deflateSync } from 'node:zlib';

const WIDTH = 960;
const HEIGHT = 480;

type Colour = [red: number, green: number, blue: number];
const PALETTES: Record<string, Colour[]> = {
  forum: [
    [18, 52, 86],
    [29, 93, 140],
    [86, 148, 190],
    [224, 186, 96],
    [246, 231, 190],
  ],
  schule: [
    [38, 70, 45],
    [71, 115, 72],
    [134, 168, 112],
    [222, 205, 158],
    [244, 236, 214],
  ],
  fluss: [
    [10, 62, 72],
    [18, 104, 115],
    [62, 154, 158],
    [142, 201, 196],
    [222, 240, 236],
  ],
  zahlen: [
    [52, 34, 82],
    [88, 62, 126],
    [134, 106, 170],
    [188, 168, 210],
    [236, 228, 244],
  ],
  garden: [
    [30, 62, 36],
    [60, 104, 56],
    [112, 150, 84],
    [178, 198, 132],
    [234, 240, 212],
  ],
  tools: [
    [84, 36, 26],
    [138, 62, 40],
    [186, 106, 66],
    [222, 174, 126],
    [246, 228, 204],
  ],
  basin: [
    [14, 40, 78],
    [30, 78, 130],
    [76, 132, 184],
    [150, 192, 222],
    [226, 240, 250],
  ],
};

/** A PNG of 960 × 480, the same bytes every time; undefined for a name we do not know. */
export function picture(name: string): Buffer | undefined {
  const palette = PALETTES[name];
  if (!palette) return undefined;
  const rows = Buffer.alloc((WIDTH * 3 + 1) * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) rows.set(colourAt(x, y, palette, name.length), y * (WIDTH * 3 + 1) + 1 + x * 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  // Eight bits a channel, red, green and blue.
  header.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND')]);
}

function colourAt(x: number, y: number, palette: Colour[], phase: number): Colour {
  const wave = Math.sin(x / (90 + phase * 9) + phase) * 34 + Math.sin(x / 37 + y / 120) * 9;
  const band = Math.floor(((HEIGHT - y + wave) / HEIGHT) * palette.length);
  return palette[Math.min(palette.length - 1, Math.max(0, band))] ?? [255, 255, 255];
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
