import type { Example } from './example.ts';
import { chinese } from './languages/chinese.ts';
import { czech } from './languages/czech.ts';
import { danish } from './languages/danish.ts';
import { dutch } from './languages/dutch.ts';
import { finnish } from './languages/finnish.ts';
import { french } from './languages/french.ts';
import { german } from './languages/german.ts';
import { greek } from './languages/greek.ts';
import { hungarian } from './languages/hungarian.ts';
import { indonesian } from './languages/indonesian.ts';
import { italian } from './languages/italian.ts';
import { japanese } from './languages/japanese.ts';
import { korean } from './languages/korean.ts';
import { others } from './languages/others.ts';
import { polish } from './languages/polish.ts';
import { portuguese } from './languages/portuguese.ts';
import { romanian } from './languages/romanian.ts';
import { russian } from './languages/russian.ts';
import { southSlavic } from './languages/south-slavic.ts';
import { spanish } from './languages/spanish.ts';
import { swedish } from './languages/swedish.ts';
import { turkish } from './languages/turkish.ts';
import { ukrainian } from './languages/ukrainian.ts';
import { vietnamese } from './languages/vietnamese.ts';

/** The causes in other languages than English. */
export const languages: Readonly<Record<string, readonly Example[]>> = {
  chinese,
  czech,
  danish,
  dutch,
  finnish,
  french,
  german,
  greek,
  hungarian,
  indonesian,
  italian,
  japanese,
  korean,
  others,
  polish,
  portuguese,
  romanian,
  russian,
  'south Slavic languages': southSlavic,
  spanish,
  swedish,
  turkish,
  ukrainian,
  vietnamese,
};
