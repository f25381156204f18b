/** https://www.twilio.com/docs/serverless/functions-assets/quickstart/limits, …/functions/variables#limits */
export const LIMITS = {
  /** Public and protected assets of a build. */
  openAssets: 1000,
  privateAssets: 50,
  functions: 1000,
  /** Bytes. */
  asset: 25 * 1024 * 1024,
  privateAsset: 10 * 1024 * 1024,
  key: 128,
  value: 450,
  uniqueName: 50,
  /** Lines kept; Twilio keeps them for 30 days. */
  logs: 1000,
  /** Characters of a line that are kept. */
  logLine: 8000,
};

export const RUNTIMES = ['node18', 'node20', 'node22'];
/** https://www.twilio.com/docs/serverless/functions-assets/functions#nodejs-versions */
export const USUAL_RUNTIME = 'node22';
