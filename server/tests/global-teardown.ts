/** After all tests: ends the PostgreSQL that global-setup.ts started. (When a run is interrupted it ends by itself.) */
export default async function globalTeardown(): Promise<void> {
  await (globalThis as { stopTestPostgres?: () => Promise<void> }).stopTestPostgres?.();
}
