/** After all tests: removes what global-setup.ts made. (When a run is interrupted PostgreSQL ends by itself.) */
export default async function globalTeardown(): Promise<void> {
  await (globalThis as { afterAllTests?: () => Promise<void> }).afterAllTests?.();
}
