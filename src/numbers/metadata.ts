import metadata from 'libphonenumber-js/max/metadata';

/**
 * What the world's numbers look like, with their kinds (mobile, premium rate, …). A build puts a leaner form of the same
 * data in its place: see scripts/number-metadata.ts.
 */
export const METADATA = metadata;
