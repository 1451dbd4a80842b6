/** Every language, and the families of words that their phrases use. */
import type { WordFamilies } from '../../compile.ts';
import type { RuleFile } from '../../rule.ts';
import { chinese, chineseWords } from './chinese.ts';
import { czech, czechWords } from './czech.ts';
import { dutch, dutchWords } from './dutch.ts';
import { french, frenchWords } from './french.ts';
import { german } from './german.ts';
import { germanWords } from './german-words.ts';
import { italian, italianWords } from './italian.ts';
import { japanese, japaneseWords } from './japanese.ts';
import { korean, koreanWords } from './korean.ts';
import { nordic, nordicWords } from './nordic.ts';
import { others, otherWords } from './others.ts';
import { polish, polishWords } from './polish.ts';
import { portuguese, portugueseWords } from './portuguese.ts';
import { russian, russianWords } from './russian.ts';
import { spanish, spanishWords } from './spanish.ts';

export const languages: readonly RuleFile[] = [
  german,
  french,
  spanish,
  portuguese,
  italian,
  dutch,
  polish,
  czech,
  nordic,
  russian,
  japanese,
  chinese,
  korean,
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
  ...nordicWords,
  ...russianWords,
  ...japaneseWords,
  ...chineseWords,
  ...koreanWords,
  ...otherWords,
};
