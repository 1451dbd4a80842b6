/** AWS's list prices in us-east-1, US dollars, on demand, without the free tier (November 2026). */

const A_MILLION = 1_000_000;

export const prices = {
  httpApiRequest: 1 / A_MILLION,
  lambdaRequest: 0.2 / A_MILLION,
  /** arm64. */
  lambdaGigabyteSecond: 0.0000133334,
  /** Of 64 KB, whether it sends, receives or deletes. */
  sqsRequest: 0.4 / A_MILLION,
  snsPublish: 0.5 / A_MILLION,
  writeUnit: 0.625 / A_MILLION,
  readUnit: 0.125 / A_MILLION,
  s3Put: 5 / A_MILLION,
  logGigabyte: 0.5,
} as const;
