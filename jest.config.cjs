/** One project; `npm test` runs it whole, `npx jest <part of a path>` a piece of it. */
module.exports = {
  testEnvironment: '<rootDir>/scripts/jest/environment.cjs',
  roots: [
    '<rootDir>/src',
    '<rootDir>/assets',
    '<rootDir>/emulator',
    '<rootDir>/provision',
    '<rootDir>/scripts',
    '<rootDir>/test',
  ],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  transform: { '^.+\\.(ts|tsx|mjs)$': '<rootDir>/scripts/jest/transform.cjs' },
  // These ship as ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!(preact|@preact)/)'],
  moduleFileExtensions: ['ts', 'tsx', 'mjs', 'cjs', 'js', 'json'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.emulator'],
  globalSetup: '<rootDir>/test/global-setup.ts',
  // Waits in the tests end earlier and say what did not come (PATIENCE in scripts/client.ts).
  testTimeout: 120_000 * (Number(process.env.PATIENCE) || 1),
  testSequencer: '<rootDir>/scripts/jest/sequencer.cjs',
  // Twice the cores of a small machine: scenarios and browsers wait for each other more than they compute.
  maxWorkers: 4,
};
