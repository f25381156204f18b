import { isFinal, type LegFacts, pickedUp } from './facts';

/** The line exists no more. */
export const isOver = (leg: LegFacts | undefined): boolean => leg !== undefined && isFinal(leg.status);

/** Somebody, or a machine, picked up. */
export const wasAnswered = (leg: LegFacts | undefined): boolean => leg !== undefined && pickedUp(leg);
