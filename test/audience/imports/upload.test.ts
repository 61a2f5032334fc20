import { describe, expect, it } from 'vitest';
import { beginImport, endUpload, MOST_BYTES, PART_BYTES, takeImportPart } from '../../../lambdas/audience/index.ts';
import { ImportHouse } from './import-house.ts';

const MEGABYTE = 1_000_000;

describe('a file that is too large', () => {
  const wish = { publicationId: 'ruhr', fileName: 'alle.csv', by: 'erna' };

  it('is refused before anything of it is uploaded', async () => {
    const { deps } = new ImportHouse();
    await expect(beginImport({ ...wish, bytes: 1_000 * MEGABYTE }, deps)).rejects.toThrow('larger than 200 MB');
    await expect(beginImport({ ...wish, bytes: MOST_BYTES + 1 }, deps)).rejects.toMatchObject({ fault: 'invalid' });
    expect(await beginImport({ ...wish, bytes: MOST_BYTES }, deps)).toMatchObject({ state: 'uploading' });
  });

  it('is refused when more comes than was announced, and nothing of it is kept', async () => {
    const house = new ImportHouse();
    const { id: importId } = await beginImport({ ...wish, bytes: 10 }, house.deps);
    const which = { publicationId: 'ruhr', importId };
    // The same four megabytes for each part of what pretends to be a gigabyte.
    const bytes = new Uint8Array(PART_BYTES).fill(65);
    const upload = async () => {
      for (let part = 1; part <= 256; part += 1) await takeImportPart({ ...which, part, bytes }, house.deps);
    };
    await expect(upload()).rejects.toThrow('The file is larger than 200 MB; cut it into several');
    expect(house.handover.stored.size).toBe(50);
    await house.deliver();
    expect(await house.import(which)).toMatchObject({ state: 'failed', problem: { kind: 'too-large' } });
    expect(house.handover.stored.size).toBe(0);
    await expect(takeImportPart({ ...which, part: 1, bytes }, house.deps)).rejects.toMatchObject({ fault: 'conflict' });
  });

  it('is not read when less has come than was announced', async () => {
    const house = new ImportHouse();
    const { id: importId } = await beginImport({ ...wish, bytes: 10 }, house.deps);
    const which = { publicationId: 'ruhr', importId };
    await takeImportPart({ ...which, part: 1, bytes: Buffer.from('email\n') }, house.deps);
    await expect(endUpload(which, house.deps)).rejects.toThrow('Of 10 bytes of the file 6 are here');
    expect(house.work.sent).toEqual([]);
  });

  it('may be said to be whole twice, and is read once more at worst', async () => {
    const house = new ImportHouse();
    const which = await house.upload('ada@x.example\n');
    expect(await endUpload(which, house.deps)).toMatchObject({ state: 'ready' });
    expect(house.work.sent).toEqual([]);
  });
});

describe('the name of a file', () => {
  it.each([
    { given: 'C:\\Users\\Erna\\liste.csv', kept: 'liste.csv' },
    { given: '/home/erna/liste.csv', kept: 'liste.csv' },
    { given: 'export ada@reader.example 2025.csv', kept: 'export … 2025.csv' },
    { given: '\u0000\u001b[31m', kept: '[31m' },
    { given: '/', kept: '?' },
  ])('is kept without folders, addresses and control characters: $kept', async ({ given, kept }) => {
    const { deps } = new ImportHouse();
    const { fileName } = await beginImport({ publicationId: 'ruhr', fileName: given, bytes: 1, by: 'erna' }, deps);
    expect(fileName).toBe(kept);
  });
});
