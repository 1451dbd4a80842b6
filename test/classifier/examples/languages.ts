import type { Example } from './example.ts';
import { chinese } from './languages/chinese.ts';
import { czech } from './languages/czech.ts';
import { dutch } from './languages/dutch.ts';
import { french } from './languages/french.ts';
import { german } from './languages/german.ts';
import { italian } from './languages/italian.ts';
import { japanese } from './languages/japanese.ts';
import { korean } from './languages/korean.ts';
import { nordic } from './languages/nordic.ts';
import { others } from './languages/others.ts';
import { polish } from './languages/polish.ts';
import { portuguese } from './languages/portuguese.ts';
import { russian } from './languages/russian.ts';
import { spanish } from './languages/spanish.ts';

/** The causes in other languages than English. */
export const languages: Readonly<Record<string, readonly Example[]>> = {
  chinese,
  czech,
  dutch,
  french,
  german,
  italian,
  japanese,
  korean,
  nordic,
  others,
  polish,
  portuguese,
  russian,
  spanish,
};
