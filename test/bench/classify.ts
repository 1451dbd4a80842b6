/** How many replies a second one core classifies: replies over CPU time, which other programs do not take. */
import { openClassifier } from '../../shared/classifier/create.ts';
import { cpuOf, median } from './cpu.ts';

/** Replies of the lengths and kinds that receivers send; numbers vary so that no two runs of a text are alike. */
const templates: readonly ((n: number) => string)[] = [
  (n) =>
    `550 5.1.1 <person${n}@example.com>: Recipient address rejected: User unknown in virtual mailbox table`,
  (n) =>
    `550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's address for typos. ${n}si1092815qkb.${n}`,
  (n) => `452 4.2.2 The recipient's inbox is out of storage space. Queue id ${n}F3A`,
  (n) => `554 5.7.1 Service unavailable; Client host [192.0.2.${n % 255}] blocked using zen.example-list.org`,
  (n) => `421 4.7.0 [192.0.2.${n % 255}] Too many connections from your host, try again later (${n})`,
  (n) =>
    `host mx${n % 9}.example.net[198.51.100.${n % 255}] said: 550 5.7.26 This mail has been blocked because the sender is unauthenticated. (in reply to end of DATA command)`,
  (n) => `451 4.7.1 <relay${n}.example.org>: Greylisted, please wait 300 seconds`,
  (n) => `550 Requested action not taken: mailbox unavailable (${n})`,
  (n) => `554 5.6.0 Message contains a virus and was rejected, ticket ${n}`,
  (n) => `connect to mx${n % 9}.example.net[203.0.113.${n % 255}]:25: Connection timed out`,
];

const TEXTS = 2_000;
const PASSES = 10;
const WARM_UP = 5;
const ROUNDS = 25;

/** As the processor has them: out of JSON that was parsed. */
export function texts(): readonly string[] {
  const made = Array.from({ length: TEXTS }, (_, n) => templates[n % templates.length]?.(n) ?? '');
  return JSON.parse(JSON.stringify(made));
}

export async function run(): Promise<Record<string, unknown>> {
  const questions = texts().map((diagnostic) => ({ diagnostic }));
  const classifier = await openClassifier();
  const costs: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const cost = await cpuOf(() => {
      for (let pass = 0; pass < PASSES; pass++)
        for (const question of questions) classifier.classify(question);
    });
    if (round >= WARM_UP) costs.push(cost);
  }
  return { 'classify.texts_per_second': Math.round((PASSES * TEXTS * 1e6) / median(costs)) };
}
