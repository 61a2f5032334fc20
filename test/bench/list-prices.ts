/** AWS list prices for eu-central-1 in US dollars, without free tiers; to be compared with the price pages. */
export const PRICES = {
  lambdaRequest: 0.2 / 1e6,
  lambdaGbSecond: 0.000_013_333_4,
  writeUnit: 0.7625 / 1e6,
  readUnit: 0.1525 / 1e6,
  sqsFifoRequest: 0.5 / 1e6,
  sqsRequest: 0.4 / 1e6,
  snsPublish: 0.5 / 1e6,
  s3Put: 0.0054 / 1e3,
  s3Get: 0.000_43 / 1e3,
  logGigabyte: 0.63,
  /** A mail, without a plan; with the plan Essentials it is 0.16 a thousand. */
  sesMail: 0.1 / 1e3,
};

/** By Lambda itself. */
export const LOG_BYTES_PER_INVOCATION = 900;
