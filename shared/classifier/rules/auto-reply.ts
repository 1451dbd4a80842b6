import type { RuleFile } from '../rule.ts';
import { SENDER } from './strength.ts';

/** Nothing failed: somebody is away. */
export const autoReply: RuleFile = {
  file: 'auto-reply',
  rules: [
    {
      name: 'away',
      code: 5001,
      strength: SENDER + 7,
      phrases: [
        ['traveling', 'auto-replies'],
        ['travelling', 'auto-replies'],
        ['out of town', 'auto-replies'],
        ['intermittent access', 'auto-replies'],
        ['i will respond', 'auto-replies'],
        ['i will reply', 'auto-replies'],
        ['upon my return', 'auto-replies'],
        ['when i return', 'auto-replies'],
        ['will return on', 'auto-replies'],
        ['back in the office', 'auto-replies'],
        ['thank you for your email', 'auto-replies'],
        ['out of office', 'auto-replies'],
        ['out of the office', 'auto-replies'],
        ['on vacation', 'auto-replies'],
        ['on holiday', 'auto-replies'],
        ['on leave', 'auto-replies'],
        ['away from', 'auto-replies'],
        ['auto reply', 'auto-replies'],
        ['autoreply', 'auto-replies'],
        ['automatic reply', 'auto-replies'],
        ['automatic response', 'auto-replies'],
        ['autoresponse', 'auto-replies'],
        ['auto response', 'auto-replies'],
        ['i will be back', 'auto-replies'],
        ['i am currently', 'auto-replies'],
        ['im currently', 'auto-replies'],
        ['limited access to', 'auto-replies'],
      ],
    },
  ],
};
