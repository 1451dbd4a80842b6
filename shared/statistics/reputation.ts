/** Bounce and complaint rates above thresholds: of each source, and of each family of receivers. */
import type { RateRow } from './statistics.ts';

/** Rates to watch, and from how many messages on. */
export interface ReputationSettings {
  /** Thresholds of the bounce rate, percent, lowest first. */
  readonly bouncePercent: readonly number[];
  /** Thresholds of the complaint rate, percent, lowest first. */
  readonly complaintPercent: readonly number[];
  /** A rate of fewer messages, delivered or bounced, is left alone. */
  readonly minMessages: number;
}

/**
 * SES reviews an account from a bounce rate of 5 % on and may stop it at 10 %, and at complaint rates of 0.1 and 0.5 %;
 * Gmail and Yahoo ask for complaint rates below 0.3 %.
 */
export const defaultReputation: ReputationSettings = {
  bouncePercent: [5, 10],
  complaintPercent: [0.1, 0.3, 0.5],
  minMessages: 1_000,
};

/** The span whose rates are watched, seconds. */
export const REPUTATION_SPAN = 24 * 3_600;

export type RateName = 'BounceRate' | 'ComplaintRate';
export type SubjectKind = 'Source' | 'Receiver';

/** A rate above its lowest threshold. */
export interface ExcessiveRate {
  readonly rate: RateName;
  readonly subject: SubjectKind;
  /** The source's name, or the family of receivers. */
  readonly name: string;
  readonly percent: number;
}

/**
 * Rates above their lowest threshold, of sources over all receivers and of receivers over all sources.
 * @example
 * excessiveRates(statistics.rates, defaultReputation); // [{ rate: 'BounceRate', subject: 'Source', name: 'ses', ... }]
 */
export function excessiveRates(
  rates: readonly RateRow[],
  { bouncePercent, complaintPercent, minMessages }: ReputationSettings,
): readonly ExcessiveRate[] {
  return rates.flatMap(({ source, receiver, delivered, bounces, bounceRate, complaintRate }) => {
    if (delivered + bounces < minMessages || (source === null) === (receiver === null)) return [];
    const subject = source === null ? 'Receiver' : 'Source';
    const found = (rate: RateName, value: number | null, [lowest]: readonly number[]): ExcessiveRate[] => {
      const percent = (value ?? 0) * 100;
      if (lowest === undefined || percent <= lowest) return [];
      return [{ rate, subject, name: source ?? receiver ?? '', percent }];
    };
    return [
      ...found('BounceRate', bounceRate, bouncePercent),
      ...found('ComplaintRate', complaintRate, complaintPercent),
    ];
  });
}
