export * from './sync';
export * from './taskrouter';
export * from './verify';
export * from './voice';
