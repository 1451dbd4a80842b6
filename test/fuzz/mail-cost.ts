/** The costliest mail that a search finds, beside the average of mails as they come, in one run. */
import { bounceMails } from '../bench/mail.ts';
import { type Costly, costOf, mailOf, searchCostliestMails } from '../mail/cost-search.ts';

const RUNS = 9;

export interface CostliestMail extends Pick<Costly, 'recipe'> {
  /** CPU a kilobyte over that of the average mail. */
  readonly ratio: number;
}

/** @param tries mails that are tried */
export function costliestMail(tries: number, seed: number): CostliestMail {
  const [costliest] = searchCostliestMails(tries, seed);
  if (costliest === undefined) throw new Error('No mail was tried.');
  // Both after the search, when what both need is compiled.
  const average = averageCost(bounceMails());
  return { recipe: costliest.recipe, ratio: costOf(mailOf(costliest.recipe), RUNS) / average };
}

/** CPU of all mails, milliseconds a kilobyte: the least of some rounds. */
function averageCost(mails: readonly Buffer[]): number {
  const kilobytes = mails.reduce((sum, { length }) => sum + length, 0) / 1024;
  const rounds = Array.from({ length: RUNS }, () =>
    mails.reduce((sum, mail) => sum + (costOf(mail, 1) * mail.length) / 1024, 0),
  );
  return Math.min(...rounds) / kilobytes;
}
