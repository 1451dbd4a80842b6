import type { RuleFile } from '../rule.ts';
import { SENDER } from './strength.ts';

/** Somebody asks the sender to prove that they are a person. */
export const challenge: RuleFile = {
  file: 'challenge',
  rules: [
    {
      name: 'asked',
      code: 1011,
      strength: SENDER + 8,
      phrases: [
        ['challenge response', 'challenge systems'],
        ['complete the challenge', 'challenge systems'],
        ['captcha', 'challenge systems'],
        ['{prove} yourself', 'challenge systems'],
        ['{prove} ... human', 'challenge systems'],
        ['{prove} ... real person', 'challenge systems'],
        ['{prove} ... not a spammer', 'challenge systems'],
        ['{prove} ... not spam', 'challenge systems'],
        ['{prove} ... robot', 'challenge systems'],
        ['{prove} ... clicking', 'challenge systems'],
        ['{prove} that you sent', 'challenge systems'],
        ['{prove} you sent', 'challenge systems'],
        ['{prove} your email was', 'challenge systems'],
        ['verify your email address ... deliver', 'Boxbe'],
        ['sender verification request', 'challenge systems'],
        ['confirm delivery', 'challenge systems'],
        ['spamarrest', 'Spam Arrest'],
        ['spam arrest', 'Spam Arrest'],
        ['*boxbe*', 'Boxbe'],
        ['bluebottle', 'Bluebottle'],
        ['tmda', 'TMDA'],
        ['mailblocks', 'Mailblocks'],
        ['*earthlink.net/surl*', 'EarthLink suspectEmail'],
        ['suspect email', 'EarthLink'],
        ['to be delivered you must', 'challenge systems'],
        ['click .. link .. deliver', 'challenge systems'],
        ['click ... link ... release', 'challenge systems'],
        ['add you to my allowed senders', 'challenge systems'],
        ['awaiting your confirmation', 'challenge systems'],
        ['message awaits confirmation', 'TMDA'],
        ['message is being held', 'challenge systems'],
      ],
    },
  ],
};
