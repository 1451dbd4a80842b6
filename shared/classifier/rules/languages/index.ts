/** Every language, and the families of words that their phrases use. */
import type { WordFamilies } from '../../compile.ts';
import type { RuleFile } from '../../rule.ts';
import { chinese } from './chinese.ts';
import { chineseWords } from './chinese-words.ts';
import { czech, czechWords } from './czech.ts';
import { danish, danishWords } from './danish.ts';
import { dutch } from './dutch.ts';
import { dutchWords } from './dutch-words.ts';
import { finnish, finnishWords } from './finnish.ts';
import { french } from './french.ts';
import { frenchWords } from './french-words.ts';
import { german } from './german.ts';
import { germanWords } from './german-words.ts';
import { greek, greekWords } from './greek.ts';
import { hungarian, hungarianWords } from './hungarian.ts';
import { indonesian, indonesianWords } from './indonesian.ts';
import { italian } from './italian.ts';
import { italianWords } from './italian-words.ts';
import { japanese } from './japanese.ts';
import { japaneseWords } from './japanese-words.ts';
import { korean, koreanWords } from './korean.ts';
import { others, otherWords } from './others.ts';
import { polish } from './polish.ts';
import { polishWords } from './polish-words.ts';
import { portuguese } from './portuguese.ts';
import { portugueseWords } from './portuguese-words.ts';
import { romanian, romanianWords } from './romanian.ts';
import { russian } from './russian.ts';
import { russianWords } from './russian-words.ts';
import { southSlavic, southSlavicWords } from './south-slavic.ts';
import { spanish } from './spanish.ts';
import { spanishWords } from './spanish-words.ts';
import { swedish, swedishWords } from './swedish.ts';
import { turkish, turkishWords } from './turkish.ts';
import { ukrainian, ukrainianWords } from './ukrainian.ts';
import { vietnamese, vietnameseWords } from './vietnamese.ts';

export const languages: readonly RuleFile[] = [
  german,
  french,
  spanish,
  portuguese,
  italian,
  dutch,
  polish,
  czech,
  swedish,
  danish,
  finnish,
  russian,
  ukrainian,
  japanese,
  chinese,
  korean,
  turkish,
  hungarian,
  romanian,
  southSlavic,
  greek,
  vietnamese,
  indonesian,
  others,
];

export const languageWords: WordFamilies = {
  ...germanWords,
  ...frenchWords,
  ...spanishWords,
  ...portugueseWords,
  ...italianWords,
  ...dutchWords,
  ...polishWords,
  ...czechWords,
  ...swedishWords,
  ...danishWords,
  ...finnishWords,
  ...russianWords,
  ...ukrainianWords,
  ...japaneseWords,
  ...chineseWords,
  ...koreanWords,
  ...turkishWords,
  ...hungarianWords,
  ...romanianWords,
  ...southSlavicWords,
  ...greekWords,
  ...vietnameseWords,
  ...indonesianWords,
  ...otherWords,
};
