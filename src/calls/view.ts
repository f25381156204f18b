/** The part of the one model of a call that the page runs too: it draws what Sync holds as the functions would tell it. */
export { viewOf } from './state/view-of';
