/**
 * Families of words that stand for each other in replies: `{recipient}` in a phrase is any of its words. English
 * ones here, a language's own in its file.
 */
import type { WordFamilies } from '../compile.ts';
import { languageWords } from './languages/index.ts';
import { familiesInBothSpellings } from './spelling.ts';
import { addressWords } from './words-address.ts';
import { clientWords } from './words-client.ts';
import { mailboxWords } from './words-mailbox.ts';
import { senderWords } from './words-sender.ts';

export const words: WordFamilies = familiesInBothSpellings({
  ...addressWords,
  ...mailboxWords,
  ...senderWords,
  ...clientWords,
  ...languageWords,
});
