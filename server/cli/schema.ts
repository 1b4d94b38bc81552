import { writeSchema } from '../api/schema.ts';

/** Writes the GraphQL schema to a file. */
export async function emitSchema(path: string): Promise<void> {
  writeSchema(path);
  process.stdout.write(`${path} is written.\n`);
}
